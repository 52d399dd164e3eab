using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>
/// Summaries of the market, of rolled-up candles where there are: prices are bids, VWAP is of the last price or, without
/// one, the middle.
/// </summary>
internal sealed class MarketReader(
    MarketSums sums,
    ClickHouseClient clickHouse,
    TimeProvider clock,
    IOptions<AnalyticsOptions> options
)
{
    private const long SecondUs = 1_000_000;
    private const long DayUs = 86_400 * SecondUs;
    private const int PeriodDefault = 3_600;
    private const int PeriodMax = 7 * 86_400;

    // The last time the store's columns of time can hold.
    private const long LatestUs = 10_413_791_999_999_999;

    private const string VolumeSql =
        "SELECT intDiv(toUnixTimestamp64Micro(timestamp), {period:Int64}) * {period:Int64} AS open, "
        + "sum(volume) AS volumes, count(), "
        + "if(volumes = 0, avg(if(last > 0, last, (bid + ask) / 2)), "
        + "sum(if(last > 0, last, (bid + ask) / 2) * volume) / volumes) "
        + "FROM ticks WHERE symbol = {symbol:String} AND "
        + "timestamp >= fromUnixTimestamp64Micro({start:Int64}, 'UTC') "
        + "AND timestamp < fromUnixTimestamp64Micro({end:Int64}, 'UTC') "
        + "GROUP BY open ORDER BY open";

    public async Task<GetMarketSummaryResponse> SummarizeAsync(
        GetMarketSummaryRequest request,
        CancellationToken cancellation
    )
    {
        var limits = options.Value;
        if (request.Symbols.Count > limits.SymbolsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "symbols",
                    $"{request.Symbols.Count} symbols; at most {limits.SymbolsMax} are taken."
                )
            );
        }
        var (start, end) = RangeOf(request.StartTimeUs, request.EndTimeUs);
        var found = await sums.ReadAsync(request.Symbols, start, end, periodUs: 0, cancellation);
        var summary = new GetMarketSummaryResponse { TotalSymbols = (uint)found.Count };
        var (spreads, quotes) = (0.0, 0ul);
        foreach (var sum in found.Values)
        {
            summary.TotalTicks += sum.Ticks;
            spreads += sum.Mid.SpreadSum;
            quotes += sum.Mid.Ticks;
        }
        summary.Symbols.AddRange(
            found
                .OrderByDescending(one => one.Value.Ticks)
                .ThenBy(one => one.Key.Symbol, StringComparer.Ordinal)
                .Take(limits.SymbolsMax)
                .Select(one => SymbolOf(one.Key.Symbol, one.Value))
        );
        summary.SpreadMean = quotes == 0 ? 0 : spreads / quotes;
        summary.MostActive = summary.Symbols.Count == 0 ? "" : summary.Symbols[0].Symbol;
        return summary;
    }

    public async Task<GetVolumeResponse> VolumeAsync(
        GetVolumeRequest request,
        CancellationToken cancellation
    )
    {
        var period = request.PeriodSeconds == 0 ? PeriodDefault : (long)request.PeriodSeconds;
        var (start, end) = RangeOf(request.StartTimeUs, request.EndTimeUs);
        if (request.Symbol.Length == 0)
        {
            PlatformErrors.ThrowInvalid(("symbol", "Name a symbol."));
        }
        if (period > PeriodMax || (end - start) / (period * 1_000_000) > options.Value.PeriodsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "period_seconds",
                    $"Periods are up to {PeriodMax} s long, and an answer has up to {options.Value.PeriodsMax} of them (option Analytics:PeriodsMax)."
                )
            );
        }
        period *= SecondUs;
        var found = await sums.ReadAsync([request.Symbol], start, end, period, cancellation);
        if (found.Values.Any(sum => !sum.IsTwoSided || sum.Last.Ticks % sum.Ticks != 0))
        {
            // Trades among quotes: which of them have a last price is known of each tick only.
            return await OfTicksAsync(request.Symbol, start, end, period, cancellation);
        }
        var response = new GetVolumeResponse();
        foreach (var ((_, open), sum) in found.OrderBy(one => one.Key.PeriodUs))
        {
            var prices = sum.Last.Ticks > 0 ? sum.Last : sum.Mid;
            response.OpenTimeUs.Add(open);
            response.Volume.Add(sum.Volume);
            response.TickCount.Add(sum.Ticks);
            response.Vwap.Add(
                sum.Volume > 0 ? prices.PriceVolumeSum / sum.Volume : prices.PriceSum / prices.Ticks
            );
        }
        return response;
    }

    private async Task<GetVolumeResponse> OfTicksAsync(
        string symbol,
        long start,
        long end,
        long period,
        CancellationToken cancellation
    )
    {
        var parameters = new QueryParameters
        {
            { "symbol", symbol },
            { "start", start },
            { "end", end },
            { "period", period },
        };
        var response = new GetVolumeResponse();
        var settings = AnalyticsSettings.Of(options.Value);
        await foreach (
            var block in clickHouse.QueryAsync(VolumeSql, parameters, settings, cancellation)
        )
        {
            using (block)
            {
                for (var row = 0; row < block.RowCount; row++)
                {
                    response.OpenTimeUs.Add(block.Values<long>(0)[row]);
                    response.Volume.Add(block.Values<ulong>(1)[row]);
                    response.TickCount.Add(block.Values<ulong>(2)[row]);
                    response.Vwap.Add(block.Values<double>(3)[row]);
                }
            }
        }
        return response;
    }

    // A symbol without any bid has no prices.
    private static SymbolSummary SymbolOf(string symbol, MarketSum sum)
    {
        var bid = sum.Bid.Ticks == 0 ? Candle.Flat(0, 0) : sum.Bid;
        return new SymbolSummary
        {
            Symbol = symbol,
            TickCount = sum.Ticks,
            SpreadMean = sum.Mid.Ticks == 0 ? 0 : sum.Mid.SpreadSum / sum.Mid.Ticks,
            Open = bid.Open,
            Close = bid.Close,
            High = bid.High,
            Low = bid.Low,
            PriceChange = bid.Close - bid.Open,
            PriceChangePercent = bid.Open == 0 ? 0 : (bid.Close - bid.Open) / bid.Open * 100,
            Volume = sum.Volume,
        };
    }

    // End 0 is now, start 0 a day before the end.
    private (long Start, long End) RangeOf(long startUs, long endUs)
    {
        var end = endUs == 0 ? clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000 + 1_000 : endUs;
        var start = startUs == 0 ? Math.Max(0, end - DayUs) : startUs;
        if (start < 0 || end <= start)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "end_time_us",
                    $"[{start}, {end}) is no range of time: the end is after the start, both 0 or above."
                )
            );
        }
        return (Math.Min(start, LatestUs), Math.Min(end, LatestUs));
    }
}
