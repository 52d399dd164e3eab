using System.Globalization;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Decimals as text, to the last digit: "-12.340" is -12340 at a scale of 3.</summary>
internal static class DecimalText
{
    public static string Write(Int128 value, int scale)
    {
        var digits = Int128
            .Abs(value)
            .ToString(CultureInfo.InvariantCulture)
            .PadLeft(scale + 1, '0');
        var sign = value < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <summary>The number times 10^scale.</summary>
    /// <param name="error">What is wrong, when it can't be read without loss.</param>
    public static Int128 Read(ReadOnlySpan<char> text, int precision, int scale, out string? error)
    {
        error = null;
        var sign = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text[sign..] : text[sign..point];
        var fraction = point < 0 ? [] : text[(point + 1)..].TrimEnd('0');
        if (
            (whole.IsEmpty && fraction.IsEmpty)
            || whole.ContainsAnyExceptInRange('0', '9')
            || fraction.ContainsAnyExceptInRange('0', '9')
        )
        {
            error = "is no decimal number such as -12.34";
            return 0;
        }
        whole = whole.TrimStart('0');
        if (fraction.Length > scale || whole.Length > precision - scale)
        {
            error =
                $"does not fit: up to {precision - scale} digits before the point and {scale} after it";
            return 0;
        }
        Int128 value = 0;
        foreach (var digit in whole)
        {
            value = (value * 10) + (digit - '0');
        }
        for (var place = 0; place < scale; place++)
        {
            value = (value * 10) + (place < fraction.Length ? fraction[place] - '0' : 0);
        }
        return text[0] == '-' ? -value : value;
    }
}
