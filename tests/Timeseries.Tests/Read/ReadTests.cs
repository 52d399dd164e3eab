using Grpc.Core;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Read;

[Collection("tight suite")]
public class ReadTests(TightSuite suite)
{
    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Theory]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(2_500)]
    [InlineData(9_999)]
    public async Task Recent_ticks_are_the_last_ones_whether_from_memory_or_storage(uint limit)
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(30, 100);
        // Once these are stored, the next record leaves only itself in memory.
        await ReadAsync(new ReadTicksRequest { Symbols = { tape.Symbol } });
        await tape.WriteAsync(1, 100);

        var answer = await _client.GetRecentTicksAsync(
            new GetRecentTicksRequest { Symbol = tape.Symbol, Limit = limit },
            suite.KeyHeaders
        );

        var count = Math.Min((int)limit, tape.Rows);
        answer
            .Batch.Bid.Select(bid => (int)bid - 1)
            .ShouldBe(Enumerable.Range(tape.Rows - count, count));
        answer.Positions.ShouldBe([tape.Records[^1].Position]);
    }

    [Fact]
    public async Task Latest_ticks_survive_a_restart_and_unknown_symbols_are_named()
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(3, 7);
        await suite.Timeseries.RestartAsync();

        var answer = await _client.GetLatestTicksAsync(
            new GetLatestTicksRequest { Symbols = { tape.Symbol, "NOBODY" } },
            suite.KeyHeaders
        );

        answer.Batch.Bid.ShouldBe([21.0]);
        answer.MissingSymbols.ShouldBe(["NOBODY"]);
    }

    [Fact]
    public async Task A_range_reads_all_that_was_acknowledged_page_by_page_or_at_once()
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(25, 40);
        var request = new ReadTicksRequest
        {
            Symbols = { tape.Symbol },
            StartTimeUs = WrittenTape.TimeOf(100),
            EndTimeUs = WrittenTape.TimeOf(900),
        };

        (await ReadAsync(request)).Rows.ShouldBe(Enumerable.Range(100, 800));

        var paged = new List<int>();
        request.PageSize = 333;
        do
        {
            var (rows, next) = await ReadAsync(request);
            rows.Count.ShouldBeLessThanOrEqualTo(333);
            paged.AddRange(rows);
            request.PageToken = next;
        } while (request.PageToken.Length > 0);
        paged.ShouldBe(Enumerable.Range(100, 800));
    }

    [Fact]
    public async Task A_late_tick_is_stored_in_its_place()
    {
        var tape = new WrittenTape(_client, suite.KeyHeaders);
        await tape.WriteAsync(2, 2);
        await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                Batch = new TickBatch
                {
                    Symbols = { tape.Symbol },
                    TimeUs = { WrittenTape.TimeOf(0) - 1 },
                    Bid = { 1_000 },
                    Ask = { 1_001 },
                },
            },
            suite.KeyHeaders
        );

        var (rows, _) = await ReadAsync(new ReadTicksRequest { Symbols = { tape.Symbol } });

        rows.ShouldBe([999, 0, 1, 2, 3]);
    }

    private async Task<(List<int> Rows, string Next)> ReadAsync(ReadTicksRequest request)
    {
        var rows = new List<int>();
        var next = "";
        using var call = _client.ReadTicks(request, suite.KeyHeaders);
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            rows.AddRange(response.Batch?.Bid.Select(bid => (int)bid - 1) ?? []);
            next = response.NextPageToken;
        }
        return (rows, next);
    }
}
