using Grpc.Core;
using Platform.Common.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.StoresDown;

/// <summary>Without the log nothing is acknowledged; what is stored is read on.</summary>
[Collection("faulty suite")]
public class LogDownTests(FaultySuite suite, ITestOutputHelper output)
{
    // Well below the 60 s that a store is given to answer.
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly WrittenSymbol _symbol = new(suite);

    [Fact]
    public async Task Without_the_log_writes_are_refused_at_once_and_history_is_read_on()
    {
        await _symbol.WriteAsync(10);
        await _symbol.UntilStoredAsync();
        await suite.Stream.StopAsync();
        try
        {
            await suite.UntilUnhealthyAsync("stream");
            var answer = await Answer.OfAsync(() => _symbol.WriteAsync(10));
            answer.ShouldSay(
                output,
                "WriteTickBatch while the log is down",
                StatusCode.Unavailable,
                ErrorReason.StoreUnavailable
            );
            answer.After.ShouldBeLessThan(AtOnce);
            (
                await Answer.OfAsync(async () =>
                {
                    using var call = _client.WriteTicks(suite.KeyHeaders);
                    await call.RequestStream.WriteAsync(
                        new WriteTicksRequest { Batch = _symbol.Batch(1) }
                    );
                    await call.ResponseStream.MoveNext(default);
                })
            ).ShouldSay(
                output,
                "WriteTicks while the log is down",
                StatusCode.Unavailable,
                ErrorReason.StoreUnavailable
            );
            await _symbol.ReadAsync();
            await _symbol.CandlesAsync();
        }
        finally
        {
            await suite.Stream.StartAsync();
        }
        await suite.UntilHealthyAsync();
        await _symbol.WriteUntilTakenAsync();
        await _symbol.UntilStoredAsync();
    }
}
