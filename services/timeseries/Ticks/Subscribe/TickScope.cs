using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>What a subscription is about: symbols, brokers, and which rows of their first records.</summary>
internal sealed class TickScope
{
    private readonly SymbolPartitioner _partitioner;

    // Replaced, never changed: a session removes symbols while the subscription runs.
    private volatile HashSet<string> _symbols;
    private readonly HashSet<string> _brokers;
    private readonly Dictionary<(uint Partition, ulong Offset), int> _skipRows = [];
    private readonly Dictionary<string, long> _firstOffsets = new(StringComparer.Ordinal);

    public TickScope(
        SymbolPartitioner partitioner,
        IEnumerable<string> symbols,
        IEnumerable<string> brokers
    )
    {
        _partitioner = partitioner;
        _symbols = new HashSet<string>(symbols, StringComparer.Ordinal);
        _brokers = new HashSet<string>(brokers, StringComparer.Ordinal);
        Named = _symbols;
        IsAll = _symbols.Count == 0;
        Partitions = IsAll
            ? [.. Enumerable.Range(0, partitioner.Partitions).Select(partition => (uint)partition)]
            : [.. _symbols.Select(partitioner.PartitionOf).Distinct().Order()];
    }

    /// <summary>Every symbol there is, also those that come later.</summary>
    public bool IsAll { get; }

    public IReadOnlyCollection<string> Symbols => _symbols;

    /// <summary>The symbols it began with, also those removed since.</summary>
    public IReadOnlyCollection<string> Named { get; }

    public IReadOnlySet<string> Brokers => _brokers;

    public IReadOnlyList<uint> Partitions { get; }

    public int PartitionCount => _partitioner.Partitions;

    /// <summary>Rows with an earlier event time are not wanted.</summary>
    public long MinTimeUs { get; set; }

    /// <summary>Only a removal of a symbol may empty a scope that is not "all".</summary>
    public bool IsEmpty => !IsAll && _symbols.Count == 0;

    public uint PartitionOf(string symbol) => _partitioner.PartitionOf(symbol);

    public HistoryScope ForHistory() => new([.. _symbols], _brokers, MinTimeUs);

    public HistoryScope ForHistory(string symbol) => new([symbol], _brokers, MinTimeUs);

    public void SkipRows(uint partition, ulong offset, int rows) =>
        _skipRows[(partition, offset)] = rows;

    /// <summary>Records of a symbol before this offset are not wanted.</summary>
    public void StartAt(string symbol, long offset) => _firstOffsets[symbol] = offset;

    public bool Remove(string symbol)
    {
        if (!_symbols.Contains(symbol))
        {
            return false;
        }
        var rest = new HashSet<string>(_symbols, StringComparer.Ordinal);
        rest.Remove(symbol);
        _symbols = rest;
        return true;
    }

    /// <summary>Whether any row of the record may be wanted.</summary>
    public bool Wants(string symbol, string broker, ulong offset) =>
        (IsAll || _symbols.Contains(symbol))
        && (_brokers.Count == 0 || _brokers.Contains(broker))
        && (
            _firstOffsets.Count == 0
            || !_firstOffsets.TryGetValue(symbol, out var first)
            || (long)offset >= first
        );

    /// <summary>Whether every row of a wanted record is.</summary>
    public bool WantsAllRows(TickRecord record)
    {
        if (_skipRows.Count > 0 && _skipRows.ContainsKey((record.Partition, record.Offset)))
        {
            return false;
        }
        if (MinTimeUs == 0)
        {
            return true;
        }
        foreach (var time in new TickColumns(record.Value.Span).TimeUs)
        {
            if (time < MinTimeUs)
            {
                return false;
            }
        }
        return true;
    }

    public bool WantsRow(uint partition, ulong offset, uint row, long timeUs) =>
        timeUs >= MinTimeUs
        && (
            _skipRows.Count == 0
            || !_skipRows.TryGetValue((partition, offset), out var skip)
            || row >= skip
        );
}
