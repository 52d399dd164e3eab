using System.Globalization;

namespace Platform.Launcher.Replay;

/// <summary>The comma-separated fields of one line.</summary>
internal ref struct Fields(ReadOnlySpan<char> line)
{
    private ReadOnlySpan<char> _rest = line;
    private int _number;

    public static int Count(ReadOnlySpan<char> line) => line.Count(',') + 1;

    public ReadOnlySpan<char> Next()
    {
        var comma = _rest.IndexOf(',');
        var field = comma < 0 ? _rest : _rest[..comma];
        _rest = comma < 0 ? [] : _rest[(comma + 1)..];
        _number++;
        return field.Trim();
    }

    public double Price(string name)
    {
        var field = Next();
        return double.TryParse(
            field,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : throw new FormatException($"field {_number} ({name}) is '{field}', not a number");
    }

    /// <summary>A price divided by its scale in decimal, so that 1750000 / 10000 is exactly what 175 parses to.</summary>
    public double Price(string name, decimal scale)
    {
        var field = Next();
        return decimal.TryParse(
            field,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? (double)(value / scale)
            : throw new FormatException($"field {_number} ({name}) is '{field}', not a number");
    }

    public long Milliseconds()
    {
        var field = Next();
        return decimal.TryParse(
            field,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? (long)(value * 1000)
            : throw new FormatException(
                $"field {_number} is '{field}', not milliseconds since midnight"
            );
    }
}
