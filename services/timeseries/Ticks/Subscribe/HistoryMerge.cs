using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>One partition's stored rows between two offsets, read page by page.</summary>
internal sealed class PartitionPages(
    TickHistory history,
    HistoryScope scope,
    uint partition,
    long after,
    long through
)
{
    private const int FirstWidth = 64;
    private const int WidthMax = 1 << 24;

    private readonly List<StoredRow> _page = [];
    private long _read = after;
    private long _width = FirstWidth;
    private int _next;

    public uint Partition => partition;

    /// <summary>Every offset up to this one is done with once <see cref="MoveNextAsync"/> said no.</summary>
    public long Through => through;

    public bool HasRow => _next < _page.Count;

    public StoredRow Row => _page[_next];

    /// <summary>Whether the row is the last of its record.</summary>
    public bool IsLastOfRecord =>
        _next + 1 == _page.Count || _page[_next + 1].Offset != _page[_next].Offset;

    public static PartitionPages FromMemory(uint partition, List<StoredRow> rows, long through)
    {
        var pages = new PartitionPages(null!, HistoryScope.Everything, partition, through, through);
        pages._page.AddRange(rows);
        return pages;
    }

    public void Advance() => _next++;

    /// <summary>Makes sure there is a row, reading on if need be; false at the end.</summary>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellation)
    {
        while (!HasRow && _read < through)
        {
            _page.Clear();
            _next = 0;
            var to = Math.Min(through, _read + _width);
            await history.ReadAsync(scope, partition, _read, to, _page, cancellation);
            _read = to;
            // How many rows an offset holds is unknown, so the width feels its way.
            _width =
                _page.Count < history.PageRows / 2 ? Math.Min(WidthMax, _width * 4)
                : _page.Count > history.PageRows * 2 ? Math.Max(1, _width / 2)
                : _width;
        }
        return HasRow;
    }
}

/// <summary>
/// Several partitions' rows as one sequence, by event time between partitions and by position within
/// each: what a replay of many symbols expects.
/// </summary>
internal sealed class HistoryMerge(IReadOnlyList<PartitionPages> partitions)
{
    /// <summary>The partition whose next row is the oldest; null at the end.</summary>
    public async ValueTask<PartitionPages?> NextAsync(CancellationToken cancellation)
    {
        PartitionPages? oldest = null;
        foreach (var partition in partitions)
        {
            if (
                await partition.MoveNextAsync(cancellation)
                && (oldest is null || partition.Row.Tick.TimeUs < oldest.Row.Tick.TimeUs)
            )
            {
                oldest = partition;
            }
        }
        return oldest;
    }
}
