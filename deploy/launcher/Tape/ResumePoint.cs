using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tape;

/// <summary>The newest position of each partition that any frame carried: where to go on without gap or repeat.</summary>
internal sealed class ResumePoint
{
    private readonly SortedDictionary<uint, ulong> _offsets = [];

    public bool IsKnown => _offsets.Count > 0;

    public void Advance(IEnumerable<Position> positions)
    {
        foreach (var position in positions)
            _offsets[position.Partition] = position.Offset;
    }

    public TickStart ToStart()
    {
        var start = new StartPosition();
        foreach (var (partition, offset) in _offsets)
            start.Positions.Add(new Position { Partition = partition, Offset = offset });
        return new TickStart { Position = start };
    }

    /// <summary>As --from reads it.</summary>
    public override string ToString() =>
        string.Join(',', _offsets.Select(pair => $"{pair.Key}:{pair.Value}"));
}
