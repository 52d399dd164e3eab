using Google.Protobuf.Collections;
using Platform.Common.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>By partition, the newest offset a subscriber has passed; -1: none.</summary>
internal sealed class Cursor
{
    private readonly long[] _through;
    private readonly HashSet<uint> _moved = [];

    public Cursor(long[] through) => _through = [.. through];

    public long Through(uint partition) => _through[partition];

    public void Set(uint partition, long offset) => _through[partition] = offset;

    /// <summary>Moves forward; false when the offset was passed before.</summary>
    public bool Pass(uint partition, long offset)
    {
        if (offset <= _through[partition])
        {
            return false;
        }
        _through[partition] = offset;
        _moved.Add(partition);
        return true;
    }

    /// <summary>The partitions that moved since the last call.</summary>
    public void TakeMoved(RepeatedField<Position> into)
    {
        foreach (var partition in _moved)
        {
            into.Add(new Position { Partition = partition, Offset = (ulong)_through[partition] });
        }
        _moved.Clear();
    }

    /// <summary>Every partition of the subscription that was passed at all.</summary>
    public void TakeAll(IEnumerable<uint> partitions, RepeatedField<Position> into)
    {
        foreach (var partition in partitions)
        {
            if (_through[partition] >= 0)
            {
                into.Add(
                    new Position { Partition = partition, Offset = (ulong)_through[partition] }
                );
            }
        }
        _moved.Clear();
    }
}
