using Microsoft.Extensions.Options;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>GetIndicatorDashboard: what ComputeIndicators gives of the newest closed candle, of many symbols and timeframes.</summary>
internal sealed class DashboardReader(
    IndicatorComputer computer,
    CandleHistory history,
    TickHub hub,
    TickPump pump,
    IOptions<AnalyticsOptions> options,
    TimeProvider clock
)
{
    public async Task<GetIndicatorDashboardResponse> ReadAsync(
        GetIndicatorDashboardRequest request,
        CancellationToken cancellation
    )
    {
        var most = options.Value.DashboardValuesMax;
        var indicators = RequestChecks.Resolve(request.Indicators, most);
        var timeframes = request.Timeframes.Distinct().ToList();
        var symbols = request.Symbols.Distinct(StringComparer.Ordinal).ToList();
        timeframes.ForEach(timeframe => Frame.Of(timeframe));
        CheckSize((long)symbols.Count * timeframes.Count * indicators.Count, most);
        await pump.ReadyToReadAsync(cancellation);
        var others = indicators.Where(one => one.IsPair).Select(one => one.OtherSymbol);
        foreach (var symbol in symbols.Concat(others))
        {
            if (!hub.Knows(symbol))
            {
                MemoryReader.ThrowUnknown(symbol);
            }
        }
        var response = new GetIndicatorDashboardResponse();
        foreach (var symbol in symbols)
        {
            foreach (var timeframe in timeframes)
            {
                var series = new CandleSeries(symbol, timeframe, request.Side, request.Broker);
                var rows = await NewestAsync(series, indicators, cancellation);
                response.Indicators.AddRange(
                    rows.Select(one => IndicatorMessages.BatchOf(symbol, timeframe, one))
                );
            }
        }
        return response;
    }

    private async Task<IReadOnlyList<IndicatorRows>> NewestAsync(
        CandleSeries series,
        IReadOnlyList<IndicatorRequest> indicators,
        CancellationToken cancellation
    )
    {
        // The candle that is open now is no candle yet.
        var closedUs = series.Frame.OpenOf(MicroTime.Now(clock));
        var newest = await history.NewestBeforeAsync(series, closedUs, 1, cancellation);
        if (newest.Count == 0)
        {
            return [.. indicators.Select(one => new IndicatorRows(one))];
        }
        var open = newest[0].OpenTimeUs;
        return await computer.ComputeAsync(
            series,
            indicators,
            open,
            open + 1,
            isWarmedUp: true,
            cancellation
        );
    }

    private static void CheckSize(long values, int most)
    {
        if (values == 0 || values > most)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "symbols",
                    $"Symbols × timeframes × indicators are {values}; 1 to {most} are answered (option Analytics:DashboardValuesMax)."
                )
            );
        }
    }
}
