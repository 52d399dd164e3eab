using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Live;

/// <summary>SubscribeIndicators: a message for each indicator of each candle that closes, or is corrected.</summary>
internal sealed class IndicatorSubscriber(
    IndicatorFollower follower,
    IOptions<IndicatorOptions> options,
    IOptions<LiveOptions> live,
    TimeProvider clock
)
{
    public async Task RunAsync(
        SubscribeIndicatorsRequest request,
        IServerStreamWriter<SubscribeIndicatorsResponse> responses,
        CancellationToken cancellation
    )
    {
        if (request.Symbols.Count == 0 || request.Symbols.Count > options.Value.SymbolsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "symbols",
                    $"{request.Symbols.Count} symbols were named; name 1 to {options.Value.SymbolsMax}."
                )
            );
        }
        var indicators = RequestChecks.Resolve(request.Indicators, options.Value.IndicatorsMax);
        var following = new Following(
            request.Timeframe,
            request.Side,
            request.HeartbeatMs,
            request
                .Symbols.Distinct(StringComparer.Ordinal)
                .ToDictionary(symbol => symbol, _ => indicators)
        );
        var heartbeat =
            request.HeartbeatMs == 0
                ? live.Value.Heartbeat
                : TimeSpan.FromMilliseconds(request.HeartbeatMs);
        var sentUs = MicroTime.Now(clock);
        await follower.RunAsync(following, SendAsync, SendHeartbeatAsync, cancellation);

        async Task SendAsync(SeriesUpdate update, CancellationToken token)
        {
            var (symbol, timeframe) = (update.Series.Symbol, update.Series.Timeframe);
            foreach (var rows in update.Rows.Where(rows => rows.Count > 0))
            {
                sentUs = MicroTime.Now(clock);
                await responses.WriteAsync(
                    new SubscribeIndicatorsResponse
                    {
                        Indicator = IndicatorMessages.BatchOf(symbol, timeframe, rows),
                        Corrected = update.IsCorrection,
                        SendTimeUs = sentUs,
                    },
                    token
                );
            }
        }

        // Updates of open candles reach no caller here: the heartbeat's time is kept apart from them.
        async Task SendHeartbeatAsync(CancellationToken token)
        {
            var now = MicroTime.Now(clock);
            if (now - sentUs >= heartbeat.TotalMicroseconds)
            {
                sentUs = now;
                await responses.WriteAsync(
                    new SubscribeIndicatorsResponse { SendTimeUs = now },
                    token
                );
            }
        }
    }
}
