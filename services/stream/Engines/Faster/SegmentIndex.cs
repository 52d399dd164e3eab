using System.Runtime.InteropServices;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Finds offsets and times in one segment: every so many bytes of log an entry with an address and,
/// for each partition, the offset its next record there has. An entry's block reaches to the next
/// entry. Safe for one writer beside readers, who look only at what was made visible to them.
/// </summary>
internal sealed class SegmentIndex
{
    private readonly object _gate = new();
    private readonly long _segmentAddress;
    private readonly int _intervalBytes;
    private readonly long[] _base;
    private readonly uint[] _running;
    private uint[] _addresses = new uint[4];
    private long[] _newest = new long[4];
    private uint[] _next;
    private long _nextEntryFrom;
    private int _count;

    public SegmentIndex(long segmentAddress, long[] baseOffsets, int intervalBytes)
    {
        _segmentAddress = segmentAddress;
        _intervalBytes = intervalBytes;
        _base = baseOffsets;
        _running = new uint[baseOffsets.Length];
        _next = new uint[4 * baseOffsets.Length];
    }

    private int Partitions => _base.Length;

    public void Observe(long address, int partition, long offset, long timestampUs)
    {
        if (address >= _nextEntryFrom)
        {
            lock (_gate)
            {
                AddEntry(address);
            }
        }
        ref var newest = ref _newest[_count - 1];
        newest = Math.Max(newest, timestampUs);
        _running[partition] = (uint)(offset + 1 - _base[partition]);
    }

    /// <summary>
    /// The address from which reading on must meet this offset, if the segment has it.
    /// </summary>
    public long AddressBefore(int partition, long offset)
    {
        lock (_gate)
        {
            var wanted = offset - _base[partition];
            int low = 0,
                high = _count - 1;
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (_next[(middle * Partitions) + partition] <= wanted)
                {
                    low = middle;
                }
                else
                {
                    high = middle - 1;
                }
            }
            return _count == 0 ? _segmentAddress : _segmentAddress + _addresses[low];
        }
    }

    /// <summary>
    /// The first block from <paramref name="block"/> on that has a record of the partition and one
    /// not older than the time; its number and addresses, or null.
    /// </summary>
    public (int Block, long From, long Until)? BlockNotBefore(
        int block,
        int partition,
        long timestampUs
    )
    {
        lock (_gate)
        {
            for (; block < _count; block++)
            {
                if (_newest[block] >= timestampUs && Has(block, partition))
                {
                    var until =
                        block + 1 < _count
                            ? _segmentAddress + _addresses[block + 1]
                            : long.MaxValue;
                    return (block, _segmentAddress + _addresses[block], until);
                }
            }
            return null;
        }
    }

    public void Save(BinaryWriter target)
    {
        lock (_gate)
        {
            target.Write(_count);
            target.Write(AsBytes<uint>(_addresses.AsSpan(0, _count)));
            target.Write(AsBytes<long>(_newest.AsSpan(0, _count)));
            target.Write(AsBytes<uint>(_next.AsSpan(0, _count * Partitions)));
            target.Write(AsBytes<uint>(_running));
        }
    }

    public static SegmentIndex Load(
        BinaryReader source,
        long segmentAddress,
        long[] baseOffsets,
        int intervalBytes
    )
    {
        var index = new SegmentIndex(segmentAddress, baseOffsets, intervalBytes);
        index._count = source.ReadInt32();
        index._addresses = new uint[index._count];
        index._newest = new long[index._count];
        index._next = new uint[index._count * baseOffsets.Length];
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(index._addresses.AsSpan()));
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(index._newest.AsSpan()));
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(index._next.AsSpan()));
        source.BaseStream.ReadExactly(MemoryMarshal.AsBytes(index._running.AsSpan()));
        return index;
    }

    private bool Has(int block, int partition)
    {
        var after =
            block + 1 < _count
                ? _next[((block + 1) * Partitions) + partition]
                : _running[partition];
        return after > _next[(block * Partitions) + partition];
    }

    private void AddEntry(long address)
    {
        if (_count == _addresses.Length)
        {
            Array.Resize(ref _addresses, _count * 2);
            Array.Resize(ref _newest, _count * 2);
            Array.Resize(ref _next, _count * 2 * Partitions);
        }
        _addresses[_count] = (uint)(address - _segmentAddress);
        _newest[_count] = long.MinValue;
        _running.CopyTo(_next.AsSpan(_count * Partitions));
        _count++;
        _nextEntryFrom = address + _intervalBytes;
    }

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> values)
        where T : struct => MemoryMarshal.AsBytes(values);
}
