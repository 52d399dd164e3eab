using Platform.ClickHouse;
using Platform.Schema.Service;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Candles.Rollup;

/// <summary>By partition, the newest record whose ticks all candles hold; kept in storage and here.</summary>
internal sealed class RollupProgress(
    ClickHouseClient clickHouse,
    SchemaStart schema,
    StoreGate gate
) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _loading = new(1, 1);
    private Dictionary<uint, long>? _through;
    private int _replacements;

    /// <summary>-1: none.</summary>
    public async ValueTask<long> ThroughAsync(uint partition, CancellationToken cancellation)
    {
        await EnsureLoadedAsync(cancellation);
        return Through(partition);
    }

    /// <summary>For each of so many partitions; -1: none.</summary>
    public async ValueTask<long[]> ThroughAllAsync(int partitions, CancellationToken cancellation)
    {
        await EnsureLoadedAsync(cancellation);
        var through = new long[partitions];
        for (var partition = 0; partition < partitions; partition++)
        {
            through[partition] = Through((uint)partition);
        }
        return through;
    }

    /// <summary>For each partition of which anything is rolled up.</summary>
    public async ValueTask<Dictionary<uint, long>> ThroughKnownAsync(CancellationToken cancellation)
    {
        await EnsureLoadedAsync(cancellation);
        lock (_gate)
        {
            return new Dictionary<uint, long>(_through!);
        }
    }

    /// <summary>A round is stored: notes it in storage, then for readers here.</summary>
    public async Task AdvanceAsync(RollupRange range, CancellationToken cancellation)
    {
        var moved = range.Partitions.ToArray();
        using var block = new Block(
            ("log_partition", Column.Of<uint>(moved.Select(one => (uint)one).ToArray())),
            ("through", Column.Of<ulong>(moved.Select(one => (ulong)range.Through[one]).ToArray()))
        );
        await clickHouse.InsertAsync("candle_progress", block, ct: cancellation);
        lock (_gate)
        {
            foreach (var one in moved)
            {
                _through![(uint)one] = range.Through[one];
            }
        }
    }

    /// <summary>
    /// By partition, how far rows reach that are ahead of the progress: rounds that were cut off, or
    /// whose end is not noted.
    /// </summary>
    /// <param name="stored">By partition, how far ticks are stored.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Dictionary<uint, SortedSet<long>>> ReadAheadAsync(
        long[] stored,
        CancellationToken cancellation
    )
    {
        var known = await ThroughKnownAsync(cancellation);
        // The floor by itself is for the index; the partition's own is exact.
        var blocks = clickHouse.QueryAsync(
            "SELECT DISTINCT log_partition, through FROM candles WHERE through > {floor:Int64} AND "
                + "toInt64(through) > transform(log_partition, {p:Array(UInt32)}, {t:Array(Int64)}, toInt64(-1))",
            new QueryParameters
            {
                { "floor", FloorOf(known, stored) },
                { "p", known.Select(one => one.Key).Append(uint.MaxValue).ToArray() },
                { "t", known.Select(one => one.Value).Append(-1L).ToArray() },
            },
            ct: cancellation
        );
        var ahead = new Dictionary<uint, SortedSet<long>>();
        await foreach (var block in blocks)
        {
            using (block)
            {
                Add(ahead, block.Values<uint>(0), block.Values<ulong>(1));
            }
        }
        return ahead;
    }

    /// <summary>No row that is ahead of its partition's progress reaches only up to here.</summary>
    /// <param name="known">The progress of the partitions that have any.</param>
    /// <param name="stored">By partition, how far ticks are stored.</param>
    public static long FloorOf(Dictionary<uint, long> known, long[] stored)
    {
        for (var partition = 0; partition < stored.Length; partition++)
        {
            if (stored[partition] >= 0 && !known.ContainsKey((uint)partition))
            {
                // Its first round may have been cut off before it was noted: rows however old are ahead then.
                return -1;
            }
        }
        return known.Count == 0 ? -1 : known.Values.Min();
    }

    public void Dispose() => _loading.Dispose();

    private static void Add(
        Dictionary<uint, SortedSet<long>> ahead,
        ReadOnlySpan<uint> partitions,
        ReadOnlySpan<ulong> through
    )
    {
        for (var i = 0; i < partitions.Length; i++)
        {
            if (!ahead.TryGetValue(partitions[i], out var reached))
            {
                ahead[partitions[i]] = reached = [];
            }
            reached.Add((long)through[i]);
        }
    }

    private bool IsLoaded
    {
        get
        {
            lock (_gate)
            {
                return _through is not null && _replacements == gate.Replacements;
            }
        }
    }

    private long Through(uint partition)
    {
        lock (_gate)
        {
            return _through!.GetValueOrDefault(partition, -1);
        }
    }

    private async ValueTask EnsureLoadedAsync(CancellationToken cancellation)
    {
        if (IsLoaded)
        {
            return;
        }
        await _loading.WaitAsync(cancellation);
        try
        {
            if (!IsLoaded)
            {
                await schema.EnsureOnceAsync(cancellation);
                // A store that was restored has a progress of its own.
                var replacements = gate.Replacements;
                var rows = await clickHouse.QueryRowsAsync(
                    "SELECT log_partition, max(through) FROM candle_progress GROUP BY log_partition",
                    ct: cancellation
                );
                lock (_gate)
                {
                    _through = rows.ToDictionary(row => (uint)row[0]!, row => (long)(ulong)row[1]!);
                    _replacements = replacements;
                }
            }
        }
        finally
        {
            _loading.Release();
        }
    }
}
