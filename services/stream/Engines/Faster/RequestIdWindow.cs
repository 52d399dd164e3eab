namespace Platform.Stream.Engines.Faster;

/// <summary>
/// The request ids a topic saw lately and the offsets they got: a ring in order of arrival, chained
/// by hash. Not safe for concurrent use.
/// </summary>
internal sealed class RequestIdWindow(TimeSpan window, int max)
{
    private const int None = -1;
    private readonly long _windowUs = (long)window.TotalMicroseconds;

    // Ids come from clients; a seed of our own keeps them from choosing their buckets.
    private readonly ulong _seed = (ulong)Random.Shared.NextInt64();
    private Entry[] _ring = [];
    private int[] _buckets = [];
    private long _first;
    private long _end;

    /// <summary>Arrivals so far; <see cref="Copy"/> takes them from here.</summary>
    public long End => _end;

    public bool TryFind(int partition, UInt128 id, long nowUs, out long offset)
    {
        if (_ring.Length > 0)
        {
            var slot = _buckets[Bucket(partition, id)];
            for (; slot != None; slot = _ring[slot].NextInBucket)
            {
                ref readonly var entry = ref _ring[slot];
                if (entry.Id == id && entry.Partition == partition)
                {
                    offset = entry.Offset;
                    return nowUs - entry.AppendUs < _windowUs;
                }
            }
        }
        offset = 0;
        return false;
    }

    public void Add(int partition, UInt128 id, long offset, long appendUs)
    {
        if (max == 0)
        {
            return;
        }
        while (
            _end - _first == max
            || (_first < _end && appendUs - _ring[Slot(_first)].AppendUs >= _windowUs)
        )
        {
            RemoveFirst();
        }
        if (_end - _first == _ring.Length)
        {
            Grow();
        }
        var slot = Slot(_end++);
        ref var bucket = ref _buckets[Bucket(partition, id)];
        _ring[slot] = new Entry
        {
            Id = id,
            Offset = offset,
            AppendUs = appendUs,
            Partition = partition,
            NextInBucket = bucket,
        };
        bucket = slot;
    }

    /// <summary>
    /// Copies what is left of the arrivals from <paramref name="from"/> on, as much as fits.
    /// Answers how many and moves <paramref name="from"/> behind them.
    /// </summary>
    public int Copy(ref long from, long until, Span<RequestIdEntry> target)
    {
        from = Math.Max(from, _first);
        var count = 0;
        while (count < target.Length && from < until)
        {
            ref readonly var entry = ref _ring[Slot(from++)];
            target[count++] = new RequestIdEntry(
                entry.Id,
                entry.Offset,
                entry.AppendUs,
                entry.Partition
            );
        }
        return count;
    }

    private int Slot(long arrival) => (int)(arrival % _ring.Length);

    private int Bucket(int partition, UInt128 id)
    {
        var mixed = ((ulong)id ^ _seed) * 0x9E3779B97F4A7C15;
        mixed ^= (ulong)(id >> 64) + ((ulong)(uint)partition << 32);
        mixed *= 0xD6E8FEB86659FD93;
        return (int)((mixed >> 32) % (uint)_buckets.Length);
    }

    private void RemoveFirst()
    {
        var slot = Slot(_first++);
        ref readonly var entry = ref _ring[slot];
        ref var link = ref _buckets[Bucket(entry.Partition, entry.Id)];
        while (link != slot)
        {
            link = ref _ring[link].NextInBucket;
        }
        link = entry.NextInBucket;
    }

    private void Grow()
    {
        var size = (int)Math.Clamp((long)_ring.Length * 2, Math.Min(256, max), max);
        var ring = new Entry[size];
        var buckets = new int[size];
        Array.Fill(buckets, None);
        var (old, first, end) = (_ring, _first, _end);
        _ring = ring;
        _buckets = buckets;
        for (var arrival = first; arrival < end; arrival++)
        {
            var entry = old[(int)(arrival % old.Length)];
            var slot = Slot(arrival);
            ref var bucket = ref buckets[Bucket(entry.Partition, entry.Id)];
            entry.NextInBucket = bucket;
            ring[slot] = entry;
            bucket = slot;
        }
    }

    private struct Entry
    {
        public UInt128 Id;
        public long Offset;
        public long AppendUs;
        public int Partition;
        public int NextInBucket;
    }
}

internal readonly record struct RequestIdEntry(
    UInt128 Id,
    long Offset,
    long AppendUs,
    int Partition
);
