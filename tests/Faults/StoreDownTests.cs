using System.Diagnostics;
using System.Globalization;
using System.Net;
using Grpc.Core;
using Platform.Common.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults;

/// <summary>What goes on and what is refused while a store is away, and that nothing is missing afterwards.</summary>
[Collection("faulty suite")]
public class StoreDownTests
{
    private static readonly HttpClient Http = new();
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);
    private readonly FaultySuite _suite;
    private readonly ITestOutputHelper _output;
    private readonly TimeseriesService.TimeseriesServiceClient _client;
    private readonly string _symbol = $"DOWN.{Guid.NewGuid().ToString("N")[..8]}";
    private int _rows;

    public StoreDownTests(FaultySuite suite, ITestOutputHelper output)
    {
        _suite = suite;
        _output = output;
        _client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
    }

    [Fact]
    public async Task Without_ClickHouse_writes_and_live_ticks_go_on_and_reads_of_it_are_refused_at_once()
    {
        await WriteAsync(10);
        using var live = _client.SubscribeTicks(
            new SubscribeTicksRequest { Symbols = { _symbol } },
            _suite.KeyHeaders
        );
        await UntilAsync(live, frame => frame.BodyCase == TickFrame.BodyOneofCase.CaughtUp);
        await _suite.ClickHouse.StopAsync();
        try
        {
            for (var i = 0; i < 5; i++)
            {
                await WriteAsync(10);
            }
            var seen = 0;
            await UntilAsync(
                live,
                frame =>
                {
                    seen += frame.Ticks?.Batches.Sum(batch => batch.Bid.Count) ?? 0;
                    return seen == 50;
                }
            );
            await UntilUnhealthyAsync("clickhouse");
            (string, Func<Task>)[] reads =
            [
                ("ReadTicks", ReadAsync),
                ("GetCandles", CandlesAsync),
                ("SubscribeTicks from the first position", FromFirstAsync),
                ("SubscribeTicks from a time", FromTimeAsync),
            ];
            foreach (var (name, read) in reads)
            {
                var answer = await Answer.OfAsync(read);
                answer.ShouldSay(
                    _output,
                    $"{name} while ClickHouse is down",
                    StatusCode.Unavailable,
                    ErrorReason.StoreUnavailable,
                    "clickhouse"
                );
                answer.After.ShouldBeLessThan(AtOnce, name);
            }
            var recent = await _client.GetRecentTicksAsync(
                new GetRecentTicksRequest { Symbol = _symbol, Limit = 60 },
                _suite.KeyHeaders
            );
            recent.Batch.Bid.Count.ShouldBe(60);
        }
        finally
        {
            await _suite.ClickHouse.StartAsync();
        }
        await UntilStoredAsync();
        await UntilHealthyAsync();
        await ReadAsync();
    }

    [Fact]
    public async Task Without_ClickHouse_from_the_start_of_timeseries_reads_say_what_it_waits_for()
    {
        await WriteAsync(10);
        await _suite.ClickHouse.StopAsync();
        try
        {
            await _suite.Timeseries.KillAsync();
            var answer = await RetryAsync(ReadAsync, "can't be read yet");
            answer.ShouldSay(
                _output,
                "ReadTicks after a restart without ClickHouse",
                StatusCode.Unavailable,
                ErrorReason.StoreUnavailable
            );
            await WriteAsync(10);
        }
        finally
        {
            await _suite.ClickHouse.StartAsync();
        }
        await UntilStoredAsync();
        await UntilHealthyAsync();
    }

    [Fact]
    public async Task Without_the_log_writes_are_refused_at_once_and_history_is_read_on()
    {
        await WriteAsync(10);
        await UntilStoredAsync();
        await _suite.Stream.StopAsync();
        try
        {
            await UntilUnhealthyAsync("stream");
            var answer = await Answer.OfAsync(() => WriteAsync(10));
            answer.ShouldSay(
                _output,
                "WriteTickBatch while the log is down",
                StatusCode.Unavailable,
                ErrorReason.StoreUnavailable
            );
            answer.After.ShouldBeLessThan(AtOnce);
            (
                await Answer.OfAsync(async () =>
                {
                    using var call = _client.WriteTicks(_suite.KeyHeaders);
                    await call.RequestStream.WriteAsync(new WriteTicksRequest { Batch = Batch(1) });
                    await call.ResponseStream.MoveNext(default);
                })
            ).ShouldSay(
                _output,
                "WriteTicks while the log is down",
                StatusCode.Unavailable,
                ErrorReason.StoreUnavailable
            );
            await ReadAsync();
            await CandlesAsync();
        }
        finally
        {
            await _suite.Stream.StartAsync();
        }
        await UntilHealthyAsync();
        await WriteUntilTakenAsync();
        await UntilStoredAsync();
    }

    /// <summary>
    /// ClickHouse stores the months of one insert one after the other, so a host stopped between them leaves a
    /// record half stored; here its second month is removed while nobody looks.
    /// </summary>
    [Fact]
    public async Task A_record_that_storage_has_only_one_month_of_is_completed_and_not_doubled()
    {
        await WriteAsync(10);
        await WriteAsync(30, Month);
        await WriteAsync(10);
        await UntilStoredAsync();
        await _suite.Timeseries.StopAsync();
        try
        {
            await _suite.QueryClickHouseAsync(
                $"ALTER TABLE ticks DELETE WHERE symbol = '{_symbol}' AND bid % 2 = 0 AND bid > 10 AND bid <= 40 SETTINGS mutations_sync = 1"
            );
            (
                await _suite.QueryClickHouseAsync(
                    $"SELECT count() FROM ticks WHERE symbol = '{_symbol}'"
                )
            ).ShouldBe("35");
        }
        finally
        {
            await _suite.Timeseries.StartAsync();
        }
        await UntilStoredAsync();
        await ReadAsync();
        await WriteAsync(10);
        await UntilStoredAsync();
    }

    private TickBatch Batch(int rows, TimeSpan oddRowsLater = default)
    {
        var batch = new TickBatch { Symbols = { _symbol } };
        for (var row = 0; row < rows; row++)
        {
            var later = row % 2 == 0 ? TimeSpan.Zero : oddRowsLater;
            batch.TimeUs.Add(1_711_900_000_000_000 + _rows + row + (long)later.TotalMicroseconds);
            batch.Bid.Add(_rows + row + 1);
            batch.Ask.Add(_rows + row + 2);
        }
        return batch;
    }

    private async Task WriteAsync(int rows, TimeSpan oddRowsLater = default)
    {
        var answer = await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                Batch = Batch(rows, oddRowsLater),
                RequestId = Guid.NewGuid().ToString(),
            },
            _suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );
        answer.AcceptedRows.ShouldBe((uint)rows);
        _rows += rows;
    }

    /// <summary>The publisher may need a moment to find the log again.</summary>
    private async Task WriteUntilTakenAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await WriteAsync(10);
                return;
            }
            catch (RpcException e)
                when (e.StatusCode == StatusCode.Unavailable && clock.Elapsed < Patience)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task ReadAsync()
    {
        var request = new ReadTicksRequest { Symbols = { _symbol } };
        using var call = _client.ReadTicks(request, _suite.KeyHeaders, DateTime.UtcNow + Patience);
        var rows = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            rows += response.Batch.Bid.Count;
        }
        rows.ShouldBe(_rows);
    }

    private async Task CandlesAsync() =>
        await _client.GetCandlesAsync(
            new GetCandlesRequest { Symbol = _symbol, Timeframe = Timeframe._1M },
            _suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );

    private Task FromFirstAsync() =>
        SubscribeAsync(new TickStart { Position = new StartPosition() });

    private Task FromTimeAsync() => SubscribeAsync(new TickStart { TimeUs = 1 });

    private async Task SubscribeAsync(TickStart start)
    {
        using var call = _client.SubscribeTicks(
            new SubscribeTicksRequest { Symbols = { _symbol }, Start = start },
            _suite.KeyHeaders,
            DateTime.UtcNow + Patience
        );
        await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
    }

    private static async Task UntilAsync(
        AsyncServerStreamingCall<SubscribeTicksResponse> call,
        Func<TickFrame, bool> isDone
    )
    {
        using var patience = new CancellationTokenSource(Patience);
        do
        {
            (await call.ResponseStream.MoveNext(patience.Token)).ShouldBeTrue();
        } while (!isDone(call.ResponseStream.Current.Frame));
    }

    /// <summary>Repeats a call that has to fail until its message has these words.</summary>
    private static async Task<Answer> RetryAsync(Func<Task> call, string words)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await Answer.OfAsync(call);
            if (answer.Message.Contains(words) || clock.Elapsed > Patience)
            {
                return answer;
            }
            await Task.Delay(100);
        }
    }

    private async Task UntilStoredAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var text = await _suite.QueryClickHouseAsync(
                $"SELECT count(), uniqExact(bid) FROM ticks WHERE symbol = '{_symbol}'"
            );
            if (text == string.Create(CultureInfo.InvariantCulture, $"{_rows}\t{_rows}"))
            {
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, $"{_rows} rows written, stored: {text}");
            await Task.Delay(50);
        }
    }

    private async Task UntilHealthyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (status, body) = await HealthAsync();
            if (status == HttpStatusCode.OK)
            {
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, body);
            await Task.Delay(50);
        }
    }

    private async Task UntilUnhealthyAsync(string database)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (status, body) = await HealthAsync();
            using var report = System.Text.Json.JsonDocument.Parse(body);
            var states = report
                .RootElement.GetProperty("databases")
                .EnumerateArray()
                .ToDictionary(
                    one => one.GetProperty("name").GetString()!,
                    one => one.GetProperty("status").GetString()
                );
            if (
                status == HttpStatusCode.ServiceUnavailable
                && states.GetValueOrDefault(database) == "unhealthy"
            )
            {
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, body);
            await Task.Delay(50);
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> HealthAsync()
    {
        using var answer = await Http.GetAsync(new Uri(_suite.Gateway.Endpoint("http"), "/health"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
