using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Candles.Rollup;

/// <summary>
/// Follows what is stored and rolls it up, round by round: the candles first, then the note of how far
/// they reach. Whatever is cut off is done again; what was done already is left as it is.
/// </summary>
internal sealed partial class RollupJob(
    ClickHouseClient clickHouse,
    TickHub hub,
    RollupProgress progress,
    StoreGate gate,
    IOptions<RollupOptions> options,
    IOptions<TickOptions> ticks,
    ILogger<RollupJob> logger
) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private const int MemoryLimit = 241;
    private const int TimeLimit = 159;
    private const long TicksMin = 1_000;

    private readonly RollupOptions _options = options.Value;
    private long _ticksMax = options.Value.TicksMax;
    private Dictionary<uint, SortedSet<long>>? _ahead;
    private int _replacements;
    private string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled)
        {
            LogOff();
            return;
        }
        try
        {
            while (true)
            {
                var pause = await RunRoundAsync(stoppingToken);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is rolled up by whoever runs next.
        }
    }

    /// <summary>Rolls up the next stretch, if there is one; says how long to wait then.</summary>
    private async Task<TimeSpan> RunRoundAsync(CancellationToken stopping)
    {
        if (!hub.IsStarted)
        {
            return Poll;
        }
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var turn = await gate.EnterRoundAsync(stopping);
            if (_replacements != gate.Replacements)
            {
                _replacements = gate.Replacements;
                _ahead = null;
            }
            var stored = hub.StoredThroughAll();
            _ahead ??= await progress.ReadAheadAsync(stored.Length, stopping);
            var range = await ChooseAsync(stored, stopping);
            if (range is null)
            {
                return _options.Interval;
            }
            await clickHouse.ExecuteAsync(
                RollupSql.Round(range),
                RollupSql.RoundParameters(range),
                QuerySettings(),
                stopping
            );
            await progress.AdvanceAsync(range, stopping);
            ReportTrouble(null);
            _ticksMax = Math.Min(_options.TicksMax, _ticksMax * 2L);
            var took = Stopwatch.GetElapsedTime(started);
            LogRound(range.Records, took.TotalMilliseconds);
            return PauseAfter(took, stored, range);
        }
        catch (ClickHouseException e) when (e.Code == RollupSql.InBetweenCode)
        {
            // A round of whoever ran before ended only now. Going on in its steps makes it whole.
            LogOtherRound();
            _ahead = null;
            return TimeSpan.Zero;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Rows may be there already. What was too much at once may do in smaller steps. Whatever it is, it must
            // not end the process, which serves more than candles.
            _ahead = null;
            _ticksMax = e is ClickHouseException { Code: MemoryLimit or TimeLimit }
                ? Math.Max(TicksMin, _ticksMax / 2)
                : _ticksMax;
            ReportTrouble(e.Message);
            return RetryDelay;
        }
    }

    private async Task<RollupRange?> ChooseAsync(long[] stored, CancellationToken stopping)
    {
        var after = await progress.ThroughAllAsync(stored.Length, stopping);
        var through = new long[stored.Length];
        for (var one = 0; one < stored.Length; one++)
        {
            through[one] = StepTo(one, after[one], stored[one], _options.RecordsMax);
        }
        var range = new RollupRange(after, through);
        if (range.Records == 0)
        {
            return null;
        }
        if (range.Records * ticks.Value.RecordRowsMax <= _ticksMax)
        {
            return range;
        }
        var rows = (long)
            await clickHouse.QueryScalarAsync<ulong>(
                RollupSql.CountTicks(range),
                RollupSql.Parameters(range),
                QuerySettings(),
                stopping
            );
        if (rows <= _ticksMax)
        {
            return range;
        }
        for (var one = 0; one < stored.Length; one++)
        {
            var records = (through[one] - after[one]) * (double)_ticksMax / rows;
            var limit = Math.Max(1, (long)records);
            through[one] = StepTo(one, after[one], stored[one], limit);
        }
        return range;
    }

    /// <summary>Ends a step where rows that are ahead end, so that a row holds all of a step or nothing.</summary>
    private long StepTo(int partition, long after, long stored, long records)
    {
        var through = Math.Max(after, Math.Min(stored, after + records));
        if (_ahead!.TryGetValue((uint)partition, out var reached))
        {
            reached.RemoveWhere(one => one <= after);
            return reached.Count > 0 ? Math.Min(through, reached.Min) : through;
        }
        return through;
    }

    /// <summary>Takes no more than its share while ticks come in, and goes on at once when they don't.</summary>
    private TimeSpan PauseAfter(TimeSpan took, long[] stored, RollupRange range)
    {
        var isBehind = range.Through.AsSpan().SequenceCompareTo(stored) != 0;
        if (isBehind && hub.StoredThroughAll().AsSpan().SequenceEqual(stored))
        {
            return TimeSpan.Zero;
        }
        var pause = took * ((1 - _options.Share) / _options.Share);
        return pause > _options.Interval ? pause : _options.Interval;
    }

    private QueryOptions QuerySettings() =>
        new()
        {
            Idempotent = true,
            Timeout = _options.RoundMax + RetryDelay,
            Settings = new Dictionary<string, string>
            {
                ["max_threads"] = _options.Threads.ToString(CultureInfo.InvariantCulture),
                ["max_insert_threads"] = "1",
                ["max_execution_time"] =
                    $"{Math.Ceiling(_options.RoundMax.TotalSeconds).ToString(CultureInfo.InvariantCulture)}",
                // Late ticks of many years in one round are rare but no mistake.
                ["max_partitions_per_insert_block"] = "0",
                ["async_insert"] = "0",
                ["optimize_on_insert"] = "0",
            },
        };

    private void ReportTrouble(string? trouble)
    {
        if (trouble is not null && _trouble is null)
        {
            LogFailed(trouble);
        }
        else if (trouble is null && _trouble is not null)
        {
            LogGoesOn();
        }
        _trouble = trouble;
    }

    [LoggerMessage(401, LogLevel.Information, "Candles are not rolled up (CandleRollup:Enabled)")]
    private partial void LogOff();

    [LoggerMessage(402, LogLevel.Warning, "Rolling up candles failed and is repeated: {Reason}")]
    private partial void LogFailed(string reason);

    [LoggerMessage(403, LogLevel.Information, "Candles are rolled up again")]
    private partial void LogGoesOn();

    [LoggerMessage(404, LogLevel.Information, "A round of candles cut off before is taken over")]
    private partial void LogOtherRound();

    [LoggerMessage(
        405,
        LogLevel.Debug,
        "Candles of {Records} records were rolled up in {Milliseconds} ms"
    )]
    private partial void LogRound(long records, double milliseconds);
}
