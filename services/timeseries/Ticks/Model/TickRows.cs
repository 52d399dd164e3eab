using System.Runtime.InteropServices;

namespace Platform.Timeseries.Ticks.Model;

/// <summary>
/// Rows column by column, growing until they are encoded as a TickBatch: a log record (then of one
/// symbol, broker and account type), a frame or an answer. Reused: <see cref="Clear"/> keeps the arrays.
/// </summary>
internal sealed partial class TickRows
{
    private const int InitialRows = 16;

    private readonly TextColumn _symbols = new(dictionaryField: 1, indexField: 2);
    private readonly TextColumn _brokers = new(dictionaryField: 10, indexField: 11);
    private readonly TextColumn _accountTypes = new(dictionaryField: 12, indexField: 13);
    private long[] _timeUs = new long[InitialRows];
    private double[] _bid = new double[InitialRows];
    private double[] _ask = new double[InitialRows];
    private double[] _last = new double[InitialRows];
    private ulong[] _volume = new ulong[InitialRows];
    private float[] _spread = new float[InitialRows];
    private bool[] _primarySession = new bool[InitialRows];
    private byte[] _flags = new byte[InitialRows];

    // A column is written only when a row differs from the default.
    private bool _hasLast;
    private bool _hasVolume;
    private bool _hasSpread;
    private bool _hasPrimarySession;
    private bool _hasFlags;

    public int Count { get; private set; }

    public long LastTimeUs => _timeUs[Count - 1];

    public void Clear()
    {
        Count = 0;
        _symbols.Clear();
        _brokers.Clear();
        _accountTypes.Clear();
        _hasLast = _hasVolume = _hasSpread = _hasPrimarySession = _hasFlags = false;
    }

    public void Add(in Tick tick, string symbol, string broker, string accountType)
    {
        if (Count == _timeUs.Length)
        {
            Grow(Count + 1);
        }
        var row = Count++;
        _symbols.Add(symbol);
        _brokers.Add(broker);
        _accountTypes.Add(accountType);
        _timeUs[row] = tick.TimeUs;
        _bid[row] = tick.Bid;
        _ask[row] = tick.Ask;
        _last[row] = tick.Last;
        _volume[row] = tick.Volume;
        _spread[row] = tick.Spread;
        _primarySession[row] = tick.PrimarySession;
        _flags[row] = tick.Flags;
        _hasLast |= tick.Last != 0;
        _hasVolume |= tick.Volume != 0;
        _hasSpread |= tick.Spread != (float)(tick.Ask - tick.Bid);
        _hasPrimarySession |= tick.PrimarySession;
        _hasFlags |= tick.Flags != 0;
    }

    /// <summary>Adds rows [first, first + count) of an encoded record.</summary>
    public void AddRange(in TickColumns columns, int first, int count, TickRecord record)
    {
        var volume = columns.Volume.IsEmpty ? [] : new ulong[columns.Rows];
        if (volume.Length > 0)
        {
            columns.CopyVolume(volume);
        }
        for (var row = first; row < first + count; row++)
        {
            Add(columns.RowAt(row, volume), record.Symbol, record.Broker, record.AccountType);
        }
    }

    /// <summary>The rows as the bytes of a TickBatch, as <see cref="TickColumns"/> reads them.</summary>
    public byte[] Encode()
    {
        WireWriter.ThrowUnlessLittleEndian();
        var volumeBytes = _hasVolume ? SizeOfVarints(_volume.AsSpan(0, Count)) : 0;
        var size =
            _symbols.Size
            + _brokers.Size
            + _accountTypes.Size
            + (3 * WireWriter.SizeOfBlock(8 * Count))
            + (_hasLast ? WireWriter.SizeOfBlock(8 * Count) : 0)
            + (_hasVolume ? WireWriter.SizeOfBlock(volumeBytes) : 0)
            + (_hasSpread ? WireWriter.SizeOfBlock(4 * Count) : 0)
            + (_hasPrimarySession ? WireWriter.SizeOfBlock(Count) : 0)
            + (_hasFlags ? WireWriter.SizeOfBlock(Count) : 0);
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        var writer = new WireWriter(bytes);
        _symbols.WriteDictionary(ref writer);
        _symbols.WriteIndexes(ref writer);
        writer.Block(3, MemoryMarshal.AsBytes(_timeUs.AsSpan(0, Count)));
        writer.Block(4, MemoryMarshal.AsBytes(_bid.AsSpan(0, Count)));
        writer.Block(5, MemoryMarshal.AsBytes(_ask.AsSpan(0, Count)));
        if (_hasLast)
        {
            writer.Block(6, MemoryMarshal.AsBytes(_last.AsSpan(0, Count)));
        }
        if (_hasVolume)
        {
            writer.BlockStart(7, volumeBytes);
            foreach (var volume in _volume.AsSpan(0, Count))
            {
                writer.Varint(volume);
            }
        }
        if (_hasSpread)
        {
            writer.Block(8, MemoryMarshal.AsBytes(_spread.AsSpan(0, Count)));
        }
        if (_hasPrimarySession)
        {
            writer.Block(9, MemoryMarshal.AsBytes(_primarySession.AsSpan(0, Count)));
        }
        _brokers.WriteDictionary(ref writer);
        _brokers.WriteIndexes(ref writer);
        _accountTypes.WriteDictionary(ref writer);
        _accountTypes.WriteIndexes(ref writer);
        if (_hasFlags)
        {
            writer.Block(14, _flags.AsSpan(0, Count));
        }
        return bytes;
    }

    private void Grow(int rows)
    {
        var size = Math.Max(rows, _timeUs.Length * 2);
        Array.Resize(ref _timeUs, size);
        Array.Resize(ref _bid, size);
        Array.Resize(ref _ask, size);
        Array.Resize(ref _last, size);
        Array.Resize(ref _volume, size);
        Array.Resize(ref _spread, size);
        Array.Resize(ref _primarySession, size);
        Array.Resize(ref _flags, size);
    }

    private static int SizeOfVarints(ReadOnlySpan<ulong> values)
    {
        var size = 0;
        foreach (var value in values)
        {
            size += WireWriter.SizeOfVarint(value);
        }
        return size;
    }
}
