using System.Globalization;
using System.Text.RegularExpressions;

namespace Platform.Timeseries.Schema;

/// <summary>Whether every value of one type is a value of another.</summary>
internal static partial class TypeChange
{
    public static bool IsLossless(string from, string to)
    {
        var (source, target) = (SqlNormal.WithoutBlanks(from), SqlNormal.WithoutBlanks(to));
        if (source == target)
        {
            return true;
        }
        if (Inner(target, "LowCardinality") is { } dictionary)
        {
            return IsLossless(Inner(source, "LowCardinality") ?? source, dictionary);
        }
        if (Inner(source, "LowCardinality") is { } coded)
        {
            return IsLossless(coded, target);
        }
        if (Inner(target, "Nullable") is { } nullable)
        {
            return IsLossless(Inner(source, "Nullable") ?? source, nullable);
        }
        if (Inner(source, "Array") is { } element && Inner(target, "Array") is { } wider)
        {
            return IsLossless(element, wider);
        }
        return IsWiderNumber(source, target)
            || IsWiderTime(source, target)
            || IsLargerEnum(source, target);
    }

    private static string? Inner(string type, string wrapper) =>
        type.StartsWith(wrapper + "(", StringComparison.Ordinal) && type[^1] == ')'
            ? type[(wrapper.Length + 1)..^1]
            : null;

    private static bool IsWiderNumber(string source, string target)
    {
        var from = Number().Match(source);
        var to = Number().Match(target);
        if (!from.Success || !to.Success)
        {
            return false;
        }
        var (bitsFrom, bitsTo) = (Bits(from), Bits(to));
        return (from.Groups[1].Value, to.Groups[1].Value) switch
        {
            ("Int", "Int") or ("UInt", "UInt") or ("Float", "Float") => bitsTo > bitsFrom,
            ("UInt", "Int") => bitsTo > bitsFrom,
            // A float holds whole numbers as wide as its mantissa: 24 or 53 bits.
            ("Int" or "UInt", "Float") => bitsFrom < bitsTo,
            _ => false,
        };
    }

    private static bool IsWiderTime(string source, string target)
    {
        var from = Time().Match(source);
        var to = Time().Match(target);
        return from.Success && to.Success && Scale(to) >= Scale(from);
    }

    /// <summary>Every value of the old is in the new, under the same number.</summary>
    private static bool IsLargerEnum(string source, string target) =>
        source.StartsWith("Enum", StringComparison.Ordinal)
        && target.StartsWith("Enum", StringComparison.Ordinal)
        && EnumValue()
            .Matches(source)
            .Select(match => match.Value)
            .ToHashSet()
            .IsSubsetOf(EnumValue().Matches(target).Select(match => match.Value));

    private static int Bits(Match match) =>
        int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);

    private static int Scale(Match match) =>
        match.Groups[1].Success
            ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(@"^(Int|UInt|Float)(\d+)$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^DateTime(?:64\((\d)(?:,'[^']*')?\)|\('[^']*'\))?$")]
    private static partial Regex Time();

    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'=-?\d+")]
    private static partial Regex EnumValue();
}
