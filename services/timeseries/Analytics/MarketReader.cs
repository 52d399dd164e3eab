using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>Summaries of the market from ticks: prices are bids, VWAP is of the last price or, without one, the middle.</summary>
internal sealed class MarketReader(
    ClickHouseClient clickHouse,
    TimeProvider clock,
    IOptions<AnalyticsOptions> options
)
{
    private const long DayUs = 86_400_000_000;
    private const int PeriodDefault = 3_600;
    private const int PeriodMax = 7 * 86_400;

    private const string Range =
        "timestamp >= fromUnixTimestamp64Micro({start:Int64}, 'UTC') "
        + "AND timestamp < fromUnixTimestamp64Micro({end:Int64}, 'UTC')";

    private const string SummarySql =
        "SELECT symbol, count(), avg(toFloat64(spread)), argMin(bid, (timestamp, log_offset, log_row)), "
        + "argMax(bid, (timestamp, log_offset, log_row)), max(bid), min(bid), sum(volume), sum(toFloat64(spread)) "
        + "FROM ticks WHERE "
        + Range
        + " AND (empty({symbols:Array(String)}) OR symbol IN {symbols:Array(String)}) "
        + "GROUP BY symbol ORDER BY count() DESC, symbol";

    private const string VolumeSql =
        "SELECT intDiv(toUnixTimestamp64Micro(timestamp), {period:Int64}) * {period:Int64} AS open, "
        + "sum(volume) AS volumes, count(), "
        + "if(volumes = 0, avg(if(last > 0, last, (bid + ask) / 2)), "
        + "sum(if(last > 0, last, (bid + ask) / 2) * volume) / volumes) "
        + "FROM ticks WHERE symbol = {symbol:String} AND "
        + Range
        + " GROUP BY open ORDER BY open";

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
        var parameters = new QueryParameters
        {
            { "start", start },
            { "end", end },
            { "symbols", request.Symbols },
        };
        var summary = new GetMarketSummaryResponse();
        var spreads = 0.0;
        var blocks = clickHouse.QueryAsync(
            SummarySql,
            parameters,
            AnalyticsSettings.Of(limits),
            cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                for (var row = 0; row < block.RowCount; row++)
                {
                    summary.TotalSymbols++;
                    summary.TotalTicks += block.Values<ulong>(1)[row];
                    spreads += block.Values<double>(8)[row];
                    if (summary.Symbols.Count < limits.SymbolsMax)
                    {
                        summary.Symbols.Add(SymbolOf(block, row));
                    }
                }
            }
        }
        summary.SpreadMean = summary.TotalTicks == 0 ? 0 : spreads / summary.TotalTicks;
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
        var parameters = new QueryParameters
        {
            { "symbol", request.Symbol },
            { "start", start },
            { "end", end },
            { "period", period * 1_000_000 },
        };
        var response = new GetVolumeResponse();
        var blocks = clickHouse.QueryAsync(
            VolumeSql,
            parameters,
            AnalyticsSettings.Of(options.Value),
            cancellation
        );
        await foreach (var block in blocks)
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

    private static SymbolSummary SymbolOf(Block block, int row)
    {
        var open = block.Values<double>(3)[row];
        var close = block.Values<double>(4)[row];
        return new SymbolSummary
        {
            Symbol = ((LowCardinalityColumn)block[0]).GetString(row)!,
            TickCount = block.Values<ulong>(1)[row],
            SpreadMean = block.Values<double>(2)[row],
            Open = open,
            Close = close,
            High = block.Values<double>(5)[row],
            Low = block.Values<double>(6)[row],
            PriceChange = close - open,
            PriceChangePercent = open == 0 ? 0 : (close - open) / open * 100,
            Volume = block.Values<ulong>(7)[row],
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
        return (start, end);
    }
}
