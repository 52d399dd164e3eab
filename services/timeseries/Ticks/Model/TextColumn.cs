using System.Text;

namespace Platform.Timeseries.Ticks.Model;

/// <summary>A dictionary-coded text column that grows row by row. Runs of one text cost a comparison.</summary>
internal sealed class TextColumn(int dictionaryField, int indexField)
{
    /// <summary>The longest base-128 varint of 32 bits.</summary>
    private const int MaxIndexBytes = 5;

    private readonly List<string> _dictionary = [];
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private byte[] _indexes = new byte[16];
    private int _indexBytes;
    private int _lastCode = -1;

    public void Clear()
    {
        _dictionary.Clear();
        _codes.Clear();
        _indexBytes = 0;
        _lastCode = -1;
    }

    public void Add(string text)
    {
        Choose(text);
        if (_indexBytes + MaxIndexBytes > _indexes.Length)
        {
            Array.Resize(ref _indexes, _indexes.Length * 2);
        }
        AddIndex();
    }

    /// <summary>The same text in so many rows.</summary>
    public void Add(string text, int rows)
    {
        if (rows == 0)
        {
            return;
        }
        Choose(text);
        if (_indexBytes + (MaxIndexBytes * rows) > _indexes.Length)
        {
            Array.Resize(
                ref _indexes,
                Math.Max(_indexes.Length * 2, _indexBytes + (MaxIndexBytes * rows))
            );
        }
        if (_lastCode < 0x80)
        {
            _indexes.AsSpan(_indexBytes, rows).Fill((byte)_lastCode);
            _indexBytes += rows;
            return;
        }
        for (var row = 0; row < rows; row++)
        {
            AddIndex();
        }
    }

    private void Choose(string text)
    {
        if (_lastCode >= 0 && ReferenceEquals(_dictionary[_lastCode], text))
        {
            return;
        }
        if (!_codes.TryGetValue(text, out _lastCode))
        {
            _lastCode = _dictionary.Count;
            _dictionary.Add(text);
            _codes.Add(text, _lastCode);
        }
    }

    private void AddIndex()
    {
        var code = (uint)_lastCode;
        while (code >= 0x80)
        {
            _indexes[_indexBytes++] = (byte)(code | 0x80);
            code >>= 7;
        }
        _indexes[_indexBytes++] = (byte)code;
    }

    public int Size
    {
        get
        {
            if (IsDefault)
            {
                return 0;
            }
            var size = _dictionary.Count > 1 ? WireWriter.SizeOfBlock(_indexBytes) : 0;
            foreach (var text in _dictionary)
            {
                size += WireWriter.SizeOfBlock(Encoding.UTF8.GetByteCount(text));
            }
            return size;
        }
    }

    /// <summary>Nothing but empty text needs no column.</summary>
    private bool IsDefault => _dictionary is [] or [""];

    public void WriteDictionary(ref WireWriter writer)
    {
        if (!IsDefault)
        {
            foreach (var text in _dictionary)
            {
                writer.Text(dictionaryField, text);
            }
        }
    }

    public void WriteIndexes(ref WireWriter writer)
    {
        if (_dictionary.Count > 1)
        {
            writer.Block(indexField, _indexes.AsSpan(0, _indexBytes));
        }
    }
}
