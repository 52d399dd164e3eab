using Microsoft.Extensions.Options;
using Platform.ClickHouse;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>Reads ticks back from ClickHouse by their place in the log.</summary>
internal sealed class TickHistory(ClickHouseClient clickHouse, IOptions<StorageOptions> options)
{
    private const string ScopeFilter =
        "(empty({symbols:Array(String)}) OR symbol IN {symbols:Array(String)}) "
        + "AND (empty({brokers:Array(String)}) OR broker IN {brokers:Array(String)})";

    private readonly int _pageRows = options.Value.HistoryPageRows;

    /// <summary>Rows a page aims at; the pages of <see cref="ReadAsync"/> may be smaller or larger.</summary>
    public int PageRows => _pageRows;

    /// <summary>All rows of the scope with offsets in (after, through], by offset and row.</summary>
    public async Task ReadAsync(
        HistoryScope scope,
        uint partition,
        long after,
        long through,
        List<StoredRow> into,
        CancellationToken cancellation
    )
    {
        var blocks = clickHouse.QueryAsync(
            $"SELECT {StoredRows.Columns} FROM ticks WHERE log_partition = {{p:UInt32}} "
                + "AND log_offset > {after:Int64} AND log_offset <= {through:Int64} "
                + "AND timestamp >= fromUnixTimestamp64Micro({min_time:Int64}, 'UTC') "
                + $"AND {ScopeFilter} ORDER BY log_offset, log_row",
            Parameters(scope, partition, ("after", after), ("through", through)),
            ct: cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                StoredRows.Read(block, into);
            }
        }
    }

    /// <summary>The first offset of the scope not before its earliest time; null: none is stored.</summary>
    public async Task<long?> FirstOffsetAsync(
        HistoryScope scope,
        uint partition,
        CancellationToken cancellation
    )
    {
        var rows = await clickHouse.QueryRowsAsync(
            "SELECT count(), min(log_offset) FROM ticks WHERE log_partition = {p:UInt32} "
                + "AND timestamp >= fromUnixTimestamp64Micro({min_time:Int64}, 'UTC') "
                + $"AND {ScopeFilter}",
            Parameters(scope, partition),
            ct: cancellation
        );
        return (ulong)rows[0][0]! == 0 ? null : (long)(ulong)rows[0][1]!;
    }

    /// <summary>The oldest offset a partition has in storage; null: none.</summary>
    public Task<long?> OldestOffsetAsync(uint partition, CancellationToken cancellation) =>
        FirstOffsetAsync(HistoryScope.Everything, partition, cancellation);

    /// <summary>
    /// Where the scope's last <paramref name="rows"/> rows up to an offset begin, and how many rows of
    /// that record come before them; null: there are not so many.
    /// </summary>
    public async Task<(long Offset, int SkipRows)?> FindLastAsync(
        HistoryScope scope,
        uint partition,
        int rows,
        long through,
        CancellationToken cancellation
    )
    {
        var blocks = clickHouse.QueryAsync(
            "SELECT log_offset, toUInt32(count()) FROM ticks WHERE log_partition = {p:UInt32} "
                + "AND timestamp >= fromUnixTimestamp64Micro({min_time:Int64}, 'UTC') "
                + $"AND log_offset <= {{through:Int64}} AND {ScopeFilter} "
                + "GROUP BY log_offset ORDER BY log_offset DESC LIMIT {rows:UInt32}",
            Parameters(scope, partition, ("through", through), ("rows", (uint)rows)),
            ct: cancellation
        );
        var missing = rows;
        await foreach (var block in blocks)
        {
            using (block)
            {
                var offsets = block.Values<ulong>(0);
                var counts = block.Values<uint>(1);
                for (var i = 0; i < block.RowCount; i++)
                {
                    missing -= (int)counts[i];
                    if (missing <= 0)
                    {
                        return ((long)offsets[i], -missing);
                    }
                }
            }
        }
        return null;
    }

    /// <summary>The newest stored row of every symbol.</summary>
    public async Task<List<StoredRow>> NewestOfAllAsync(CancellationToken cancellation)
    {
        // One row each, found through the newest offset: the wide columns are read only there.
        var rows = new List<StoredRow>();
        var blocks = clickHouse.QueryAsync(
            $"SELECT {StoredRows.Columns} FROM ticks WHERE (symbol, log_offset) IN "
                + "(SELECT symbol, max(log_offset) FROM ticks GROUP BY symbol) "
                + "ORDER BY symbol, log_row",
            ct: cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                StoredRows.Read(block, rows);
            }
        }
        return rows;
    }

    /// <summary>How many rows of the scope have offsets in the range, both ends included.</summary>
    public async Task<ulong> CountAsync(
        HistoryScope scope,
        uint partition,
        ulong first,
        ulong last,
        CancellationToken cancellation
    ) =>
        await clickHouse.QueryScalarAsync<ulong>(
            "SELECT count() FROM ticks WHERE log_partition = {p:UInt32} "
                + "AND log_offset >= {first:UInt64} AND log_offset <= {last:UInt64} "
                + "AND timestamp >= fromUnixTimestamp64Micro({min_time:Int64}, 'UTC') "
                + $"AND {ScopeFilter}",
            Parameters(scope, partition, ("first", first), ("last", last)),
            ct: cancellation
        );

    private static QueryParameters Parameters(
        HistoryScope scope,
        uint partition,
        params ReadOnlySpan<(string Name, object Value)> more
    )
    {
        var parameters = new QueryParameters
        {
            { "p", partition },
            { "symbols", scope.Symbols },
            { "brokers", scope.Brokers },
            { "min_time", scope.MinTimeUs },
        };
        foreach (var (name, value) in more)
        {
            parameters.Add(name, value);
        }
        return parameters;
    }
}

/// <summary>Which rows are wanted: symbols and brokers (empty: all) not before a time.</summary>
internal sealed record HistoryScope(
    IReadOnlyCollection<string> Symbols,
    IReadOnlyCollection<string> Brokers,
    long MinTimeUs
)
{
    public static HistoryScope Everything { get; } = new([], [], 0);
}
