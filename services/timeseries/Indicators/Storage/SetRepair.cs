using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Makes the stored rows of a series those of the candles as they are now: computes what the candles touch that changed
/// while nobody followed, or whose correction was cut off, and stores what is missing or different.
/// </summary>
internal sealed partial class SetRepair(
    ClickHouseClient clickHouse,
    ChangedCandles changed,
    IndicatorComputer computer,
    TableWriter writer,
    SetProgress progress,
    StoredRowsReader stored,
    IOptions<IndicatorOptions> options,
    ILogger<SetRepair> logger
)
{
    private readonly IndicatorOptions _options = options.Value;

    public async Task RunAsync(
        TableSeries series,
        CandleSeries candles,
        CancellationToken cancellation
    )
    {
        var newestUs = await writer.NewestUsAsync(series, cancellation);
        if (newestUs == long.MinValue)
        {
            return;
        }
        var repaired = 0;
        foreach (var (startUs, endUs) in await RangesAsync(series, candles, newestUs, cancellation))
        {
            // A stretch at a time, so that neither memory nor the limits of one computation are exceeded.
            var stretchUs = _options.CorrectedRowsMax * candles.Frame.LengthUs;
            for (var fromUs = startUs; fromUs <= endUs; fromUs += stretchUs)
            {
                var throughUs = Math.Min(endUs, fromUs + stretchUs - 1);
                repaired += await RepairAsync(series, candles, fromUs, throughUs, cancellation);
            }
        }
        if (repaired > 0)
        {
            LogRepaired(repaired, series.Table.Name, series.Symbol, series.Timeframe);
        }
    }

    /// <summary>Candles up to the newest row that have ticks which came after what was noted; null: nothing was noted.</summary>
    public async Task<SortedSet<long>?> ChangedAsync(
        TableSeries series,
        CandleSeries candles,
        long newestUs,
        CancellationToken cancellation
    )
    {
        var opens = new SortedSet<long>();
        foreach (var symbol in series.Symbols)
        {
            if (await progress.ThroughAsync(series, symbol, cancellation) is not { } through)
            {
                return null;
            }
            opens.UnionWith(
                await changed.SinceAsync(
                    symbol,
                    candles.Frame,
                    candles.Side,
                    through,
                    0,
                    newestUs + 1,
                    cancellation
                )
            );
        }
        return opens;
    }

    /// <summary>Gives the writer what is missing or different.</summary>
    /// <param name="rows">As they should be.</param>
    /// <param name="newestUs">The newest the table has.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>False: it has too much in hand, and took nothing.</returns>
    public async Task<bool> TryStoreDifferentAsync(
        TableRows rows,
        long newestUs,
        CancellationToken cancellation
    )
    {
        if (rows.Count > 0 && rows.OldestUs <= newestUs)
        {
            rows.Except(
                await stored.ReadAsync(rows.Series, rows.OldestUs, rows.NewestUs, cancellation)
            );
        }
        return rows.Count == 0 || writer.TryAdd(rows);
    }

    /// <summary>Open times, the last included, that changed candles touch.</summary>
    private async Task<List<(long StartUs, long EndUs)>> RangesAsync(
        TableSeries series,
        CandleSeries candles,
        long newestUs,
        CancellationToken cancellation
    )
    {
        var lengthUs = candles.Frame.LengthUs;
        if (await ChangedAsync(series, candles, newestUs, cancellation) is not { } opens)
        {
            // Rows of before anything was noted: the newest are looked at.
            return [(Math.Max(0, newestUs - (_options.CorrectedRowsMax * lengthUs)), newestUs)];
        }
        if (opens.Count == 0)
        {
            return [];
        }
        var lookbacks = series.Table.Specs.Select(spec => spec.Lookback).ToList();
        if (lookbacks.Any(lookback => lookback.Kind != LookbackKind.Candles))
        {
            return [(opens.Min, newestUs)];
        }
        var touched = lookbacks.Max(lookback => lookback.Candles) + 1;
        var ranges = new List<(long, long)>();
        var startUs = opens.Min;
        var lastUs = startUs;
        foreach (var openUs in opens.Append(long.MaxValue))
        {
            if (openUs > lastUs && (openUs - lastUs) / lengthUs > touched)
            {
                var endUs = await EndAsync(series, lastUs, touched, cancellation);
                ranges.Add((startUs, Math.Min(newestUs, Math.Max(lastUs, endUs))));
                startUs = openUs;
            }
            lastUs = openUs;
        }
        return ranges;
    }

    /// <summary>The last of so many stored rows from a time on: markets close, so it can't be counted in time.</summary>
    public async Task<long> EndAsync(
        TableSeries series,
        long fromUs,
        int rows,
        CancellationToken cancellation
    )
    {
        var sql = $$"""
            SELECT toUnixTimestamp(max(timestamp)) FROM
            (
                SELECT timestamp FROM {{Identifier.QuoteTable(series.Table.Name)}}
                WHERE symbol = {symbol:String} AND timeframe = {timeframe:String} AND broker = ''
                    AND timestamp >= toDateTime({from:UInt32})
                ORDER BY timestamp LIMIT {rows:UInt32}
            )
            """;
        var parameters = ParametersOf(series, fromUs);
        parameters.Add("rows", (uint)rows);
        var end = await clickHouse.QueryScalarAsync<uint>(sql, parameters, ct: cancellation);
        return end * MicroTime.PerSecond;
    }

    private async Task<int> RepairAsync(
        TableSeries series,
        CandleSeries candles,
        long startUs,
        long endUs,
        CancellationToken cancellation
    )
    {
        var computed = await computer.ComputeAsync(
            candles,
            series.Requests,
            startUs,
            endUs + 1,
            isWarmedUp: true,
            cancellation
        );
        var rows = new TableRows(series);
        rows.Take(computed, long.MaxValue);
        rows.Except(await stored.ReadAsync(series, startUs, endUs, cancellation));
        if (rows.Count > 0)
        {
            await writer.AddAsync(rows, cancellation);
        }
        return rows.Count;
    }

    private static QueryParameters ParametersOf(TableSeries series, long fromUs) =>
        new()
        {
            { "symbol", series.Symbol },
            { "timeframe", series.Timeframe },
            { "from", StoredRowsReader.SecondsOf(fromUs) },
        };

    [LoggerMessage(
        721,
        LogLevel.Information,
        "{Rows} rows of {Table} of {Symbol} {Timeframe} were not those of their candles and are stored anew"
    )]
    private partial void LogRepaired(int rows, string table, string symbol, string timeframe);
}
