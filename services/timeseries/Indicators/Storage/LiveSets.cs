using System.Diagnostics;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Live;
using Platform.Timeseries.Schema;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// The configured sets: computed on each close, stored in their tables, given to the cache. A table that has rows already is
/// carried on from its newest one, so that what closed while this process was down is not missing, and its rows are made those
/// of their candles as they are now, so that what came late meanwhile counts too.
/// </summary>
internal sealed partial class LiveSets(
    IndicatorFollower follower,
    SetHistory history,
    TableWriter writer,
    SetRepair repair,
    DueSets due,
    SetProgress progress,
    StoreGate gate,
    WriterHalt halt,
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
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            Task[] all =
            [
                StoreAsync(ending.Token),
                .. groups.Select(group => FollowAsync(group.Key, [.. group], ending.Token)),
            ];
            // None ends by itself: whichever fails takes the others along, so that its failure is heard.
            var first = await Task.WhenAny(all);
            await ending.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends; what is not stored yet is computed again after the start.
        }
    }

    private async Task StoreAsync(CancellationToken stopping)
    {
        TableSeries[] all = [.. _options.Live.Select(TableSeries.Of).Distinct()];
        var noted = Stopwatch.GetTimestamp();
        while (true)
        {
            await Task.Delay(_options.StoreInterval, stopping);
            var replacements = gate.Replacements;
            // What waits to be stored does not wait for what is still to be computed.
            await writer.FlushAsync(stopping);
            // In this order: what was followed up to here is in the writer's hands before it stores them.
            var followed = progress.Snapshot();
            var isComputed = await due.ComputeAsync(stopping);
            var isStored = await writer.FlushAsync(stopping);
            if (
                isComputed
                && isStored
                && replacements == gate.Replacements
                && Stopwatch.GetElapsedTime(noted) > _options.NoteInterval
            )
            {
                noted = Stopwatch.GetTimestamp();
                await NoteAsync(followed, all, stopping);
            }
        }
    }

    private async Task NoteAsync(
        IReadOnlyDictionary<(string Symbol, string Timeframe), long> followed,
        TableSeries[] series,
        CancellationToken stopping
    )
    {
        try
        {
            using var turn = await gate.EnterRoundAsync(stopping);
            await progress.NoteAsync(followed, series, stopping);
        }
        catch (ClickHouseException e)
        {
            // Without it more is looked at again at the next start, nothing else.
            LogNotNoted(e.Message);
        }
    }

    private async Task FollowAsync(
        string timeframe,
        IReadOnlyList<LiveSet> sets,
        CancellationToken stopping
    )
    {
        var frame = Timeframes.Parse(timeframe);
        var tables = sets.Select(TableSeries.Of)
            .Where(series => !series.IsRead)
            .Distinct()
            .GroupBy(series => series.Symbol)
            .ToDictionary(group => group.Key, group => group.ToList());
        var following = new Following(
            frame,
            PriceSide.Bid,
            HeartbeatMs: 0,
            tables.ToDictionary(
                symbol => symbol.Key,
                symbol =>
                    (IReadOnlyList<IndicatorRequest>)
                        [.. symbol.Value.SelectMany(series => series.Requests).Distinct()]
            )
        )
        {
            AlsoFollowed = [.. due.SymbolsOf(timeframe).Distinct()],
        };
        var delay = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            var begun = new HashSet<TableSeries>();
            var hasBegun = false;
            var replacements = ForgetWhatWasReplaced();
            try
            {
                // What a killed process was about to insert is there, or never will be, before anybody looks for the newest row.
                await halt.AwaitInsertsAsync(stopping);
                await follower.RunAsync(
                    following,
                    (update, token) =>
                    {
                        ThrowIfReplaced(replacements);
                        return TakeAsync(update, tables[update.Series.Symbol], begun, token);
                    },
                    _ => Task.CompletedTask,
                    stopping,
                    new Watcher(
                        timeframe,
                        progress,
                        (opens, token) => RepairAsync(following, tables, opens, token),
                        (symbol, openUs) =>
                        {
                            ThrowIfReplaced(replacements);
                            hasBegun = true;
                            due.Closed(symbol, timeframe, openUs);
                        }
                    )
                );
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // At the start the log may not be followed yet; later a store may be down.
                LogInterrupted(timeframe, e.Message);
            }
            await Task.Delay(delay, stopping);
            delay = hasBegun ? TimeSpan.FromMilliseconds(100) : delay * 2;
            delay = delay < RetryDelayMax ? delay : RetryDelayMax;
        }
    }

    private void ThrowIfReplaced(int replacements)
    {
        if (gate.Replacements != replacements)
        {
            throw new InvalidOperationException("the store was replaced");
        }
    }

    /// <summary>After a restore the tables hold other rows than this process remembers.</summary>
    private int ForgetWhatWasReplaced()
    {
        var replacements = gate.Replacements;
        if (Interlocked.Exchange(ref _replacements, replacements) != replacements)
        {
            writer.Forget();
            progress.Forget();
            due.Forget();
        }
        return replacements;
    }

    private async Task TakeAsync(
        SeriesUpdate update,
        List<TableSeries> tables,
        HashSet<TableSeries> begun,
        CancellationToken cancellation
    )
    {
        foreach (var series in tables)
        {
            var newestUs = await writer.NewestUsAsync(series, cancellation);
            var isFirst = newestUs != long.MinValue && !begun.Contains(series);
            if (isFirst)
            {
                await CarryOnAsync(series, update, newestUs, cancellation);
            }
            if (!isFirst || update.IsCorrection)
            {
                await writer.AddAsync(series, update.Rows, cancellation);
            }
            begun.Add(series);
        }
        await latest.PutAsync(update, cancellation);
    }

    private async Task RepairAsync(
        Following following,
        IReadOnlyDictionary<string, List<TableSeries>> tables,
        IReadOnlyDictionary<string, long> openTimesUs,
        CancellationToken cancellation
    )
    {
        foreach (var (symbol, stored) in tables)
        {
            var candles = new CandleSeries(symbol, following.Timeframe, following.Side, "");
            foreach (var series in stored)
            {
                await repair.RunAsync(series, candles, cancellation);
                if (openTimesUs.TryGetValue(symbol, out var openUs))
                {
                    await BackfillAsync(series, candles, openUs, cancellation);
                }
            }
        }
        await due.JoinedAsync(Frame.Of(following.Timeframe).Name, openTimesUs, cancellation);
    }

    /// <summary>A table without rows gets those of as many candles as are asked for, up to the one that is open.</summary>
    private async Task BackfillAsync(
        TableSeries series,
        CandleSeries candles,
        long openUs,
        CancellationToken cancellation
    )
    {
        var wanted = _options.BackfillOf(series);
        if (wanted > 0 && await writer.NewestUsAsync(series, cancellation) == long.MinValue)
        {
            var fromUs = Math.Max(0, openUs - (wanted * candles.Frame.LengthUs));
            await history.AddAsync(series, candles, fromUs, openUs - 1, cancellation);
        }
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
        await history.AddAsync(series, update.Series, newestUs + 1, closedUs, cancellation);
    }

    [LoggerMessage(
        712,
        LogLevel.Warning,
        "How far the live indicators are stored can't be noted at the moment: {Reason}"
    )]
    private partial void LogNotNoted(string reason);

    /// <summary>Repairs what is stored whenever following begins, and keeps how far it got.</summary>
    private sealed class Watcher(
        string timeframe,
        SetProgress progress,
        Func<IReadOnlyDictionary<string, long>, CancellationToken, Task> onJoined,
        Action<string, long> onClosed
    ) : ICloseWatcher
    {
        public Task JoinedAsync(
            IReadOnlyDictionary<string, long> openTimesUs,
            CancellationToken cancellation
        ) => onJoined(openTimesUs, cancellation);

        public void Closed(string symbol, long openTimeUs) => onClosed(symbol, openTimeUs);

        public void Followed(string symbol, long offset) =>
            progress.Followed(symbol, timeframe, offset);
    }

    [LoggerMessage(
        711,
        LogLevel.Warning,
        "The live indicators of {Timeframe} are interrupted and begin again: {Reason}"
    )]
    private partial void LogInterrupted(string timeframe, string reason);
}
