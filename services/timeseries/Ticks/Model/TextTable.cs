using System.Text;

namespace Platform.Timeseries.Ticks.Model;

/// <summary>
/// One string for each symbol and broker ever seen, so that records share it and the hot path does
/// not allocate. Used by one thread.
/// </summary>
internal sealed class TextTable
{
    private const int MaxStackChars = 256;

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public TextTable() => _lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }
        if (utf8.Length > MaxStackChars)
        {
            return Encoding.UTF8.GetString(utf8);
        }
        Span<char> chars = stackalloc char[MaxStackChars];
        var text = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (!_lookup.TryGetValue(text, out var shared))
        {
            shared = new string(text);
            _texts.Add(shared, shared);
        }
        return shared;
    }
}
