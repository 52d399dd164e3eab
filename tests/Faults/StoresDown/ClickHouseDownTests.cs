using System.Diagnostics;
using Grpc.Core;
using Platform.Common.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.StoresDown;

/// <summary>Without ClickHouse ticks are taken and pass on; reads of it are refused, and nothing is missing afterwards.</summary>
[Collection("faulty suite")]
public class ClickHouseDownTests(FaultySuite suite, ITestOutputHelper output)
{
    // Well below the 60 s that a store is given to answer.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly WrittenSymbol _symbol = new(suite);

    [Fact]
    public async Task Without_ClickHouse_writes_and_live_ticks_go_on_and_reads_of_it_are_refused_at_once()
    {
        await _symbol.WriteAsync(10);
        using var live = _client.SubscribeTicks(
            new SubscribeTicksRequest { Symbols = { _symbol.Name } },
            suite.KeyHeaders
        );
        await UntilAsync(live, frame => frame.BodyCase == TickFrame.BodyOneofCase.CaughtUp);
        await suite.ClickHouse.StopAsync();
        try
        {
            for (var i = 0; i < 5; i++)
            {
                await _symbol.WriteAsync(10);
            }
            // By number: a frame may hold any of them, and others that came before.
            var missing = Enumerable.Range(11, 50).Select(bid => (double)bid).ToHashSet();
            await UntilAsync(
                live,
                frame =>
                {
                    missing.ExceptWith(frame.Ticks?.Batches.SelectMany(batch => batch.Bid) ?? []);
                    return missing.Count == 0;
                }
            );
            await suite.UntilUnhealthyAsync("clickhouse");
            (string, Func<Task>)[] reads =
            [
                ("ReadTicks", _symbol.ReadAsync),
                ("GetCandles", _symbol.CandlesAsync),
                ("SubscribeTicks from the first position", FromFirstAsync),
                ("SubscribeTicks from a time", FromTimeAsync),
            ];
            foreach (var (name, read) in reads)
            {
                var answer = await Answer.OfAsync(read);
                answer.ShouldSay(
                    output,
                    $"{name} while ClickHouse is down",
                    StatusCode.Unavailable,
                    ErrorReason.StoreUnavailable,
                    "clickhouse"
                );
                answer.After.ShouldBeLessThan(AtOnce, name);
            }
            var recent = await _client.GetRecentTicksAsync(
                new GetRecentTicksRequest { Symbol = _symbol.Name, Limit = 60 },
                suite.KeyHeaders
            );
            recent.Batch.Bid.Count.ShouldBe(60);
        }
        finally
        {
            await suite.ClickHouse.StartAsync();
        }
        await _symbol.UntilStoredAsync();
        await suite.UntilHealthyAsync();
        await _symbol.ReadAsync();
    }

    [Fact]
    public async Task Without_ClickHouse_from_the_start_of_timeseries_reads_say_what_it_waits_for()
    {
        await _symbol.WriteAsync(10);
        await suite.ClickHouse.StopAsync();
        try
        {
            await suite.Timeseries.KillAsync();
            var answer = await RetryAsync(_symbol.ReadAsync, "can't be read yet");
            answer.ShouldSay(
                output,
                "ReadTicks after a restart without ClickHouse",
                StatusCode.Unavailable,
                ErrorReason.StoreUnavailable
            );
            await _symbol.WriteAsync(10);
        }
        finally
        {
            await suite.ClickHouse.StartAsync();
        }
        await _symbol.UntilStoredAsync();
        await suite.UntilHealthyAsync();
    }

    private Task FromFirstAsync() =>
        _symbol.SubscribeAsync(new TickStart { Position = new StartPosition() });

    private Task FromTimeAsync() => _symbol.SubscribeAsync(new TickStart { TimeUs = 1 });

    private static async Task UntilAsync(
        AsyncServerStreamingCall<SubscribeTicksResponse> call,
        Func<TickFrame, bool> isDone
    )
    {
        using var patience = new CancellationTokenSource(WrittenSymbol.Patience);
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
            if (answer.Message.Contains(words) || clock.Elapsed > WrittenSymbol.Patience)
            {
                return answer;
            }
            await Task.Delay(100);
        }
    }
}
