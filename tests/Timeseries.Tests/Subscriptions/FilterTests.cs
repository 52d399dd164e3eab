using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

[Collection("tight suite")]
public class FilterTests(TightSuite suite)
{
    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task Only_the_brokers_asked_for_come_from_history_and_live()
    {
        var symbol = $"F{Guid.NewGuid():N}"[..20];
        await WriteAsync(symbol, "x", 1);
        await WriteAsync(symbol, "y", 2);
        await using var reader = FrameReader.Subscribe(
            _client,
            suite.KeyHeaders,
            new SubscribeTicksRequest
            {
                Symbols = { symbol },
                Brokers = { "y" },
                Start = new TickStart { LastN = 10 },
            }
        );
        await reader.UntilCaughtUpAsync();

        await WriteAsync(symbol, "x", 3);
        await WriteAsync(symbol, "y", 4);

        await reader.UntilRowAsync(4);
        reader.Rows.ShouldBe([2, 4]);
    }

    [Fact]
    public async Task Without_symbols_every_symbol_comes_also_one_that_is_new()
    {
        var known = new WrittenTape(_client, suite.KeyHeaders);
        await known.WriteAsync(2, 3);
        await using var reader = FrameReader.Subscribe(
            _client,
            suite.KeyHeaders,
            new SubscribeTicksRequest()
        );
        await reader.UntilCaughtUpAsync();
        var unknown = new WrittenTape(_client, suite.KeyHeaders);

        await known.WriteAsync(1, 2);
        await unknown.WriteAsync(1, 5);

        await reader.UntilAsync(() => reader.Rows.Count == 7, "seven rows");
        reader.Rows.Order().ShouldBe([0, 1, 2, 3, 4, 6, 7]);
    }

    [Fact]
    public async Task A_heartbeat_moves_the_positions_past_what_others_wrote()
    {
        var symbol = new WrittenTape(_client, suite.KeyHeaders);
        await symbol.WriteAsync(1, 1);
        await using var reader = FrameReader.Subscribe(
            _client,
            suite.KeyHeaders,
            new SubscribeTicksRequest { Symbols = { symbol.Symbol }, HeartbeatMs = 200 }
        );
        await reader.UntilCaughtUpAsync();
        var partition = symbol.Records[0].Position.Partition;
        var before = reader.Cursor[partition];
        WrittenTape other;
        do
        {
            other = new WrittenTape(_client, suite.KeyHeaders);
            await other.WriteAsync(1, 1);
        } while (other.Records[0].Position.Partition != partition);

        await reader.UntilAsync(
            () =>
                reader.Count(TickFrame.BodyOneofCase.Heartbeat) > 1
                && reader.Cursor[partition] > before,
            "a heartbeat with a later position"
        );
        reader.Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_goes_on_without_the_symbols_removed_from_it()
    {
        var first = new WrittenTape(_client, suite.KeyHeaders);
        var second = new WrittenTape(_client, suite.KeyHeaders);
        using var call = _client.TickSession(suite.KeyHeaders);
        var readers = new SessionReaders(call.ResponseStream);
        await call.RequestStream.WriteAsync(Add(first.Symbol));
        await call.RequestStream.WriteAsync(Add(second.Symbol));
        await using var one = readers.Open(1, call);
        await using var two = readers.Open(2, call);
        await one.UntilCaughtUpAsync();
        await two.UntilCaughtUpAsync();

        await call.RequestStream.WriteAsync(
            new TickSessionRequest { Remove = new RemoveSymbols { Symbols = { first.Symbol } } }
        );
        // An add is answered, so what came before it has been done.
        await call.RequestStream.WriteAsync(Add(second.Symbol));
        await using var answer = readers.Open(3, call);
        await answer.UntilAsync(() => answer.Others.Count == 1, "the answer to the add");
        await first.WriteAsync(1, 3);
        await second.WriteAsync(1, 3);

        await two.UntilRowAsync(2);
        one.Rows.ShouldBeEmpty();
        answer.Others[0].Confirmed.AlreadySubscribed.ShouldBe([second.Symbol]);
    }

    private static TickSessionRequest Add(string symbol) =>
        new() { Add = new SubscribeTicksRequest { Symbols = { symbol } } };

    private async Task WriteAsync(string symbol, string broker, int row)
    {
        var answer = await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                Batch = new TickBatch
                {
                    Symbols = { symbol },
                    Brokers = { broker },
                    TimeUs = { WrittenTape.TimeOf(row) },
                    Bid = { row + 1 },
                    Ask = { row + 2 },
                },
            },
            suite.KeyHeaders
        );
        answer.AcceptedRows.ShouldBe(1u);
    }
}
