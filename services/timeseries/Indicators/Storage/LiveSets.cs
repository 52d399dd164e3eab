using Microsoft.Extensions.Options;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Live;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// The configured sets: computed on each close, stored in their tables, given to the cache. A table that has rows already is
/// carried on from its newest one, so that what closed while this process was down is not missing.
/// </summary>
internal sealed partial class LiveSets(
    IndicatorFollower follower,
    IndicatorComputer computer,
    TableWriter writer,
    StoreGate gate,
    ILatestIndicators latest,
    IOptions<IndicatorOptions> options,
    ILogger<LiveSets> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(10);
    private readonly IndicatorOptions _options = options.Value;
    private int _replacements = gate.Replacements;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Live.Count == 0)
        {
            return;
        }
        var groups = _options.Live.GroupBy(set => set.Timeframe);
        try
        {
            await Task.WhenAll([
                StoreAsync(stoppingToken),
                .. groups.Select(group => FollowAsync(group.Key, [.. group], stoppingToken)),
            ]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what is not stored yet is computed again after the start.
        }
    }

    private async Task StoreAsync(CancellationToken stopping)
    {
        while (true)
        {
            await Task.Delay(_options.StoreInterval, stopping);
            await writer.FlushAsync(stopping);
        }
    }

    private async Task FollowAsync(
        string timeframe,
        IReadOnlyList<LiveSet> sets,
        CancellationToken stopping
    )
    {
        var frame = Timeframes.Parse(timeframe);
        var tables = sets.GroupBy(set => set.Symbol)
            .ToDictionary(
                group => group.Key,
                group => group.Select(set => StoredTable.Find(set.Indicator)!).Distinct().ToList()
            );
        var following = new Following(
            frame,
            PriceSide.Bid,
            HeartbeatMs: 0,
            tables.ToDictionary(
                symbol => symbol.Key,
                symbol =>
                    (IReadOnlyList<IndicatorRequest>)
                        [
                            .. symbol
                                .Value.SelectMany(table => table.Specs)
                                .Distinct()
                                .Select(spec => new IndicatorRequest(spec, "")),
                        ]
            )
        );
        var delay = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            var begun = new HashSet<TableSeries>();
            var replacements = ForgetWhatWasReplaced();
            try
            {
                await follower.RunAsync(
                    following,
                    (update, token) =>
                        gate.Replacements == replacements
                            ? TakeAsync(update, tables[update.Series.Symbol], begun, token)
                            : throw new InvalidOperationException("the store was replaced"),
                    _ => Task.CompletedTask,
                    stopping
                );
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // At the start the log may not be followed yet; later a store may be down.
                LogInterrupted(timeframe, e.Message);
            }
            await Task.Delay(delay, stopping);
            delay = begun.Count > 0 ? TimeSpan.FromMilliseconds(100) : delay * 2;
            delay = delay < RetryDelayMax ? delay : RetryDelayMax;
        }
    }

    /// <summary>After a restore the tables hold other rows than this process remembers.</summary>
    private int ForgetWhatWasReplaced()
    {
        var replacements = gate.Replacements;
        if (Interlocked.Exchange(ref _replacements, replacements) != replacements)
        {
            writer.Forget();
        }
        return replacements;
    }

    private async Task TakeAsync(
        SeriesUpdate update,
        List<StoredTable> tables,
        HashSet<TableSeries> begun,
        CancellationToken cancellation
    )
    {
        foreach (var table in tables)
        {
            var series = new TableSeries(table, update.Series.Symbol, update.Series.Frame.Name);
            var newestUs = await writer.NewestUsAsync(series, cancellation);
            if (begun.Contains(series) || newestUs == long.MinValue)
            {
                await writer.AddAsync(series, update.Rows, cancellation);
            }
            else
            {
                await CarryOnAsync(series, update, newestUs, cancellation);
            }
            begun.Add(series);
        }
        await latest.PutAsync(update, cancellation);
    }

    /// <summary>Everything after the newest stored row, up to the candle that has just closed.</summary>
    private async Task CarryOnAsync(
        TableSeries series,
        SeriesUpdate update,
        long newestUs,
        CancellationToken cancellation
    )
    {
        var closedUs = update.Rows[0].OpenTimeUs[^1];
        if (closedUs <= newestUs)
        {
            return;
        }
        var requests = series.Table.Specs.Select(spec => new IndicatorRequest(spec, ""));
        var rows = await computer.ComputeAsync(
            update.Series,
            [.. requests],
            newestUs + 1,
            closedUs + 1,
            isWarmedUp: true,
            cancellation
        );
        await writer.AddAsync(series, rows, cancellation);
    }

    [LoggerMessage(
        711,
        LogLevel.Warning,
        "The live indicators of {Timeframe} are interrupted and begin again: {Reason}"
    )]
    private partial void LogInterrupted(string timeframe, string reason);
}
