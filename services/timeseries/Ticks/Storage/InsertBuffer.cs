using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// Columns of one insert, filled record by record from the encoded bytes. Reused: filling one while
/// another is being sent.
/// </summary>
internal sealed class InsertBuffer
{
    private readonly Coded _symbols = new();
    private readonly Coded _brokers = new();
    private readonly Coded _accountTypes = new();
    private readonly Dictionary<uint, (ulong First, ulong Last)> _ranges = [];
    private long[] _time = [];
    private double[] _bid = [];
    private double[] _ask = [];
    private double[] _last = [];
    private ulong[] _volume = [];
    private float[] _spread = [];
    private bool[] _primary = [];
    private byte[] _flags = [];
    private long[] _ingest = [];
    private uint[] _partition = [];
    private ulong[] _offset = [];
    private uint[] _row = [];

    public int Rows { get; private set; }

    public int Records { get; private set; }

    /// <summary>By partition, the offsets in the buffer: the first and the last, gaps being stored already.</summary>
    public IReadOnlyDictionary<uint, (ulong First, ulong Last)> Ranges => _ranges;

    public void Clear()
    {
        Rows = 0;
        Records = 0;
        _ranges.Clear();
        _symbols.Clear();
        _brokers.Clear();
        _accountTypes.Clear();
    }

    /// <param name="record">The record.</param>
    /// <param name="stored">Rows of it that storage has already, by number; null: none.</param>
    public void Add(TickRecord record, HashSet<uint>? stored)
    {
        var columns = new TickColumns(record.Value.Span);
        EnsureRoom(Rows + columns.Rows);
        var at = Rows;
        var rows = columns.Rows;
        columns.TimeUs.CopyTo(_time.AsSpan(at));
        columns.Bid.CopyTo(_bid.AsSpan(at));
        columns.Ask.CopyTo(_ask.AsSpan(at));
        Copy(columns.Last, _last.AsSpan(at, rows));
        columns.CopyVolume(_volume.AsSpan(at, rows));
        CopySpread(columns, _spread.AsSpan(at, rows));
        for (var i = 0; i < rows; i++)
        {
            _primary[at + i] = !columns.PrimarySession.IsEmpty && columns.PrimarySession[i] != 0;
            _row[at + i] = (uint)i;
        }
        Copy(columns.Flags, _flags.AsSpan(at, rows));
        _ingest.AsSpan(at, rows).Fill(record.IngestUs);
        _partition.AsSpan(at, rows).Fill(record.Partition);
        _offset.AsSpan(at, rows).Fill(record.Offset);
        _symbols.Fill(record.Symbol, at, rows);
        _brokers.Fill(record.Broker, at, rows);
        _accountTypes.Fill(record.AccountType, at, rows);
        Rows += rows;
        if (stored is not null)
        {
            Remove(at, stored);
        }
        Records++;
        Pass(record.Partition, record.Offset);
    }

    /// <summary>A record that is stored already counts as done with this buffer.</summary>
    public void Pass(uint partition, ulong offset) =>
        _ranges[partition] = _ranges.TryGetValue(partition, out var range)
            ? (range.First, offset)
            : (offset, offset);

    /// <summary>The same ranges give the same token, so that a repeated insert adds nothing.</summary>
    public string DeduplicationToken() =>
        "ticks "
        + string.Join(
            ' ',
            _ranges
                .OrderBy(range => range.Key)
                .Select(range => $"{range.Key}:{range.Value.First}-{range.Value.Last}")
        )
        + $" {Rows}";

    public Block ToBlock() =>
        new(
            ("timestamp", Column.Of<long>("DateTime64(6, 'UTC')", _time.AsMemory(0, Rows))),
            ("symbol", _symbols.ToColumn(Rows)),
            ("bid", Column.Of<double>(_bid.AsMemory(0, Rows))),
            ("ask", Column.Of<double>(_ask.AsMemory(0, Rows))),
            ("last", Column.Of<double>(_last.AsMemory(0, Rows))),
            ("volume", Column.Of<ulong>(_volume.AsMemory(0, Rows))),
            ("spread", Column.Of<float>(_spread.AsMemory(0, Rows))),
            ("primary_session", Column.Of<bool>(_primary.AsMemory(0, Rows))),
            ("broker", _brokers.ToColumn(Rows)),
            ("account_type", _accountTypes.ToColumn(Rows)),
            ("flags", Column.Of<byte>(_flags.AsMemory(0, Rows))),
            ("ingest_time", Column.Of<long>("DateTime64(6, 'UTC')", _ingest.AsMemory(0, Rows))),
            ("log_partition", Column.Of<uint>(_partition.AsMemory(0, Rows))),
            ("log_offset", Column.Of<ulong>(_offset.AsMemory(0, Rows))),
            ("log_row", Column.Of<uint>(_row.AsMemory(0, Rows)))
        );

    private static void Copy<T>(ReadOnlySpan<T> from, Span<T> to)
    {
        if (from.IsEmpty)
        {
            to.Clear();
        }
        else
        {
            from.CopyTo(to);
        }
    }

    private static void CopySpread(in TickColumns columns, Span<float> to)
    {
        if (!columns.Spread.IsEmpty)
        {
            columns.Spread.CopyTo(to);
            return;
        }
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (float)(columns.Ask[i] - columns.Bid[i]);
        }
    }

    private void Remove(int first, HashSet<uint> rows)
    {
        var to = first;
        for (var from = first; from < Rows; from++)
        {
            if (rows.Contains(_row[from]))
            {
                continue;
            }
            _time[to] = _time[from];
            _bid[to] = _bid[from];
            _ask[to] = _ask[from];
            _last[to] = _last[from];
            _volume[to] = _volume[from];
            _spread[to] = _spread[from];
            _primary[to] = _primary[from];
            _flags[to] = _flags[from];
            _row[to] = _row[from];
            // The other columns are the same in every row of a record.
            to++;
        }
        Rows = to;
    }

    private void EnsureRoom(int rows)
    {
        if (rows <= _time.Length)
        {
            return;
        }
        var size = Math.Max(rows, Math.Max(1024, _time.Length * 2));
        Array.Resize(ref _time, size);
        Array.Resize(ref _bid, size);
        Array.Resize(ref _ask, size);
        Array.Resize(ref _last, size);
        Array.Resize(ref _volume, size);
        Array.Resize(ref _spread, size);
        Array.Resize(ref _primary, size);
        Array.Resize(ref _flags, size);
        Array.Resize(ref _ingest, size);
        Array.Resize(ref _partition, size);
        Array.Resize(ref _offset, size);
        Array.Resize(ref _row, size);
        _symbols.EnsureRoom(size);
        _brokers.EnsureRoom(size);
        _accountTypes.EnsureRoom(size);
    }

    private sealed class Coded
    {
        private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
        private int[] _indexes = [];

        public void Clear() => _codes.Clear();

        public void EnsureRoom(int rows) => Array.Resize(ref _indexes, rows);

        public void Fill(string text, int at, int rows)
        {
            if (!_codes.TryGetValue(text, out var code))
            {
                code = _codes.Count;
                _codes.Add(text, code);
            }
            _indexes.AsSpan(at, rows).Fill(code);
        }

        public Column ToColumn(int rows) =>
            Column.LowCardinality(_codes.Keys.ToArray(), _indexes.AsMemory(0, rows));
    }
}
