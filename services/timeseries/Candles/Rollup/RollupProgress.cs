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

    /// <summary>By partition, how far rows reach that are ahead of it.</summary>
    public async Task<Dictionary<uint, SortedSet<long>>> ReadAheadAsync(
        int partitions,
        CancellationToken cancellation
    )
    {
        var known = await ThroughKnownAsync(cancellation);
        return await RowsAhead.ReadAsync(clickHouse, known, partitions, cancellation);
    }

    public void Dispose() => _loading.Dispose();

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
