using Platform.ClickHouse;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Puts rows of the live sets into their tables, each once: an insert carries a token made of its rows, so that repeating it
/// adds nothing, and rows that are stored with other values are deleted first; where a kill falls between the two, <see cref="SetRepair"/> finds them
/// missing. Rows stay in hand until they are stored.
/// </summary>
internal sealed partial class TableWriter(
    ClickHouseClient clickHouse,
    StoreGate gate,
    ILogger<TableWriter> logger
)
{
    /// <summary>Rows in hand beyond which the candles wait for storage.</summary>
    private const int RowsMax = 100_000;

    /// <summary>Rows one statement deletes: their keys go with its address, which holds 1 MiB.</summary>
    private const int DeletedMax = 5_000;

    // ClickHouse: UNKNOWN_TABLE.
    private const int UnknownTable = 60;

    // A backfill reaches over more months than the 100 partitions that are allowed otherwise.
    private static readonly Dictionary<string, string> AnyPartitions = new()
    {
        ["max_partitions_per_insert_block"] = "0",
    };
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();

    // It is part of each token: rows that were deleted since an earlier run stored them are no repeat of that.
    private readonly Guid _run = Guid.NewGuid();
    private readonly Dictionary<TableSeries, TableRows> _pending = [];
    private readonly Dictionary<TableSeries, TableRows> _failed = [];
    private readonly Dictionary<TableSeries, long> _newestUs = [];
    private bool _isImpeded;

    /// <summary>The newest open time a table has of a series, what is on its way included; long.MinValue: none.</summary>
    public async Task<long> NewestUsAsync(TableSeries series, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_newestUs.TryGetValue(series, out var known))
            {
                return known;
            }
        }
        var newestUs = await ReadNewestUsAsync(series, cancellation);
        lock (_gate)
        {
            return _newestUs[series] = newestUs;
        }
    }

    private async Task<long> ReadNewestUsAsync(TableSeries series, CancellationToken cancellation)
    {
        try
        {
            var newest = await clickHouse.QueryScalarAsync<uint>(
                $"""
                SELECT toUnixTimestamp(max(timestamp)) FROM {Identifier.QuoteTable(
                    series.Table.Name
                )}
                WHERE symbol = {"{symbol:String}"} AND timeframe = {"{timeframe:String}"} AND {series.Table.OwnSql}
                """,
                new QueryParameters
                {
                    { "symbol", series.Symbol },
                    { "timeframe", series.Timeframe },
                },
                ct: cancellation
            );
            return newest == 0 ? long.MinValue : newest * MicroTime.PerSecond;
        }
        catch (ClickHouseException absent) when (absent.Code == UnknownTable)
        {
            return long.MinValue;
        }
    }

    /// <summary>The store's content was replaced: what was known of it, and was on its way into it, counts no more.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _pending.Clear();
            _failed.Clear();
            _newestUs.Clear();
        }
    }

    /// <summary>Takes rows; waits while too many are in hand.</summary>
    public Task AddAsync(
        TableSeries series,
        IReadOnlyList<IndicatorRows> rows,
        CancellationToken cancellation
    ) =>
        AddAsync(
            series,
            pending => pending.Take(rows, _newestUs.GetValueOrDefault(series, long.MinValue)),
            cancellation
        );

    /// <summary>The same for rows that are known to be missing or other than what is stored.</summary>
    public Task AddAsync(TableRows rows, CancellationToken cancellation) =>
        AddAsync(rows.Series, pending => pending.Take(rows), cancellation);

    private async Task AddAsync(
        TableSeries series,
        Action<TableRows> take,
        CancellationToken cancellation
    )
    {
        while (!TryAdd(series, take))
        {
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>The same without waiting.</summary>
    /// <returns>Whether they were taken.</returns>
    public bool TryAdd(TableRows rows) => TryAdd(rows.Series, pending => pending.Take(rows));

    private bool TryAdd(TableSeries series, Action<TableRows> take)
    {
        lock (_gate)
        {
            if (_pending.Values.Concat(_failed.Values).Sum(one => one.Count) >= RowsMax)
            {
                return false;
            }
            if (!_pending.TryGetValue(series, out var pending))
            {
                _pending[series] = pending = new TableRows(series);
            }
            take(pending);
            return true;
        }
    }

    /// <summary>Stores what is in hand, series by series. What can't be stored stays, as it is, for the next time.</summary>
    /// <returns>Whether all that was in hand is stored.</returns>
    public async Task<bool> FlushAsync(CancellationToken cancellation)
    {
        List<TableSeries> due;
        lock (_gate)
        {
            due = [.. _failed.Keys.Union(_pending.Keys)];
        }
        var isAll = true;
        foreach (var series in due)
        {
            if (
                _failed.TryGetValue(series, out var failed) && !await TryAsync(failed, cancellation)
            )
            {
                isAll = false;
                continue;
            }
            if (TakePending(series) is { Count: > 0 } rows)
            {
                isAll &= await TryAsync(rows, cancellation);
            }
        }
        return isAll;
    }

    /// <summary>From here on they count as stored: what corrects them comes after them.</summary>
    private TableRows? TakePending(TableSeries series)
    {
        lock (_gate)
        {
            if (!_pending.Remove(series, out var rows) || rows.Count == 0)
            {
                return null;
            }
            var before = _newestUs.GetValueOrDefault(series, long.MinValue);
            _newestUs[series] = Math.Max(before, rows.NewestUs);
            return rows;
        }
    }

    private async Task<bool> TryAsync(TableRows rows, CancellationToken cancellation)
    {
        try
        {
            await StoreAsync(rows, cancellation);
            lock (_gate)
            {
                _failed.Remove(rows.Series);
            }
            _isImpeded = false;
            return true;
        }
        catch (Exception e)
            when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            if (!_isImpeded)
            {
                LogNotStored(rows.Series.Table.Name, e.Message);
            }
            _isImpeded = true;
            lock (_gate)
            {
                // Without its table nothing will ever be stored; what is missing can be computed at any time.
                if (e is ClickHouseException { Code: UnknownTable })
                {
                    _failed.Remove(rows.Series);
                }
                else
                {
                    _failed[rows.Series] = rows;
                }
            }
            return false;
        }
    }

    private async Task StoreAsync(TableRows rows, CancellationToken cancellation)
    {
        var series = rows.Series;
        // A backup holds neither half of a correction: it waits for both.
        using var turn = await gate.EnterRoundAsync(cancellation);
        foreach (var replaced in rows.Replaced.Chunk(DeletedMax))
        {
            await DeleteAsync(series, replaced, cancellation);
        }
        using var block = rows.ToBlock();
        await clickHouse.InsertAsync(
            series.Table.Name,
            block,
            // A row that was corrected back to what it was before must not pass for a repeat of that.
            new InsertOptions
            {
                Settings = AnyPartitions,
                DeduplicationToken =
                    rows.Replaced.Count > 0 ? null : $"{_run:N} {rows.DeduplicationToken()}",
            },
            cancellation
        );
    }

    private Task DeleteAsync(TableSeries series, RowKey[] replaced, CancellationToken cancellation)
    {
        uint[] seconds =
        [
            .. replaced.Select(key => (uint)(key.TimeUs / MicroTime.PerSecond)).Distinct(),
        ];
        var sql = $"""
            DELETE FROM {Identifier.QuoteTable(series.Table.Name)}
            WHERE symbol = {"{symbol:String}"} AND timeframe = {"{timeframe:String}"} AND {series.Table.OwnSql}
                AND has({"{times:Array(UInt32)}"}, toUnixTimestamp(timestamp))
            """;
        var parameters = new QueryParameters
        {
            { "symbol", series.Symbol },
            { "timeframe", series.Timeframe },
            { "times", seconds },
        };
        if (series.Table.IsOfSessions)
        {
            sql += $" AND has({"{sessions:Array(String)}"}, {SessionColumns.KeySql})";
            string[] keys =
            [
                .. replaced.Select(key => SessionColumns.KeyOf(key.Session!)).Distinct(),
            ];
            parameters.Add("sessions", keys);
        }
        return clickHouse.ExecuteAsync(
            sql,
            parameters,
            new QueryOptions { Idempotent = true },
            cancellation
        );
    }

    [LoggerMessage(
        701,
        LogLevel.Warning,
        "Rows of {Table} can't be stored and are kept until they can, unless there is no such table: {Reason}"
    )]
    private partial void LogNotStored(string table, string reason);
}
