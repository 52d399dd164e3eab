using System.Collections.Concurrent;
using Platform.ClickHouse;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Which ticks are in the stored rows of a series: all up to this offset of its symbol's partition. Noted in the store
/// itself, after the rows, so that it is backed up and restored with them; what came later is looked at again.
/// </summary>
internal sealed class SetProgress(ClickHouseClient clickHouse)
{
    private const string Name = "platform_indicator_progress";

    // ClickHouse: UNKNOWN_TABLE.
    private const int UnknownTable = 60;

    private static readonly InsertOptions Durable = new()
    {
        Settings = new Dictionary<string, string> { ["async_insert"] = "0" },
    };

    private readonly ConcurrentDictionary<(string Symbol, string Timeframe), long> _followed = [];
    private readonly Dictionary<(string Symbol, string Timeframe), long> _noted = [];
    private bool _exists;

    /// <summary>All that comes of the ticks up to here was given to the writer.</summary>
    public void Followed(string symbol, string timeframe, long offset) =>
        _followed[(symbol, timeframe)] = offset;

    /// <summary>How far each symbol was followed, to be noted once what is in the writer's hands by now is stored.</summary>
    public IReadOnlyDictionary<(string Symbol, string Timeframe), long> Snapshot() =>
        new Dictionary<(string, string), long>(_followed);

    /// <summary>The store's content was replaced.</summary>
    public void Forget()
    {
        _followed.Clear();
        lock (_noted)
        {
            _noted.Clear();
        }
        _exists = false;
    }

    /// <summary>Null when it was never noted.</summary>
    /// <param name="series">Of these rows.</param>
    /// <param name="symbol">In whose ticks: one of the series' own.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<long?> ThroughAsync(
        TableSeries series,
        string symbol,
        CancellationToken cancellation
    )
    {
        if (_followed.TryGetValue((symbol, series.Timeframe), out var followed))
        {
            return followed;
        }
        try
        {
            var rows = await clickHouse.QueryRowsAsync(
                $$"""
                SELECT max(through) FROM {{Name}}
                WHERE target = {target:String} AND symbol = {symbol:String} AND timeframe = {timeframe:String}
                GROUP BY target
                """,
                new QueryParameters
                {
                    { "target", series.Target },
                    { "symbol", symbol },
                    { "timeframe", series.Timeframe },
                },
                ct: cancellation
            );
            return rows.Count == 0 ? null : (long)(ulong)rows[0][0]!;
        }
        catch (ClickHouseException absent) when (absent.Code == UnknownTable)
        {
            return null;
        }
    }

    public async Task NoteAsync(
        IReadOnlyDictionary<(string Symbol, string Timeframe), long> through,
        IEnumerable<TableSeries> series,
        CancellationToken cancellation
    )
    {
        var moved = new List<(string Target, string Symbol, string Timeframe, long Through)>();
        lock (_noted)
        {
            foreach (var one in series)
            {
                foreach (var symbol in one.Symbols)
                {
                    var key = (symbol, one.Timeframe);
                    if (
                        through.TryGetValue(key, out var offset)
                        && _noted.GetValueOrDefault(key, -1) != offset
                    )
                    {
                        moved.Add((one.Target, symbol, one.Timeframe, offset));
                    }
                }
            }
        }
        if (moved.Count == 0)
        {
            return;
        }
        await CreateAsync(cancellation);
        using var block = new Block(
            ("target", Column.Strings([.. moved.Select(one => one.Target)])),
            ("symbol", Column.Strings([.. moved.Select(one => one.Symbol)])),
            ("timeframe", Column.Strings([.. moved.Select(one => one.Timeframe)])),
            ("through", Column.Of<ulong>(moved.Select(one => (ulong)one.Through).ToArray()))
        );
        await clickHouse.InsertAsync(Name, block, Durable, cancellation);
        lock (_noted)
        {
            foreach (var (_, symbol, timeframe, offset) in moved)
            {
                _noted[(symbol, timeframe)] = offset;
            }
        }
    }

    private async Task CreateAsync(CancellationToken cancellation)
    {
        if (_exists)
        {
            return;
        }
        await clickHouse.ExecuteAsync(
            $"""
            CREATE TABLE IF NOT EXISTS {Name}
            (
                target LowCardinality(String) COMMENT 'table of indicators',
                symbol String,
                timeframe LowCardinality(String),
                through UInt64 COMMENT 'every tick up to this record of the symbol''s partition is in the rows',
                noted_at DateTime64(3, 'UTC') DEFAULT now64(3)
            )
            ENGINE = ReplacingMergeTree(through)
            ORDER BY (target, symbol, timeframe)
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
            COMMENT 'How far the live sets of indicators are stored'
            """,
            options: new QueryOptions { Idempotent = true },
            ct: cancellation
        );
        _exists = true;
    }
}
