using System.Globalization;
using System.Text;

namespace Platform.ClickHouse.Parameters;

/// <summary>Whole numbers that stand for a fixed number of digits after the point: Decimals, and seconds since 1970.</summary>
internal static class FixedPointText
{
    // With fewer digits the server takes the number for a year.
    private const int SecondDigits = 10;

    public static void Append(StringBuilder text, Int128 value, int scale, int wholeDigits = 1)
    {
        var digits = value
            .ToString(CultureInfo.InvariantCulture)
            .TrimStart('-')
            .PadLeft(scale + wholeDigits, '0');
        text.Append(value < 0 ? "-" : "").Append(digits, 0, digits.Length - scale);
        if (scale > 0)
        {
            text.Append('.').Append(digits, digits.Length - scale, scale);
        }
    }

    /// <summary>Seconds since 1970, which mean the same in every time zone.</summary>
    public static void AppendTime(StringBuilder text, long units, ColumnType type)
    {
        // The server loses the sign of "-0.5". Only a calendar date says this second, and only a zone says which.
        var second = (long)Math.Pow(10, type.Precision);
        if (units >= 0 || units <= -second)
        {
            Append(text, units, type.Precision, SecondDigits);
            return;
        }
        if (type.TimeZone is not ("UTC" or "Etc/UTC"))
        {
            throw new ColumnTypeException(
                $"A time in the last second before 1970 can't be a parameter of {type}; declare it DateTime64({type.Precision}, 'UTC')."
            );
        }
        text.Append("1969-12-31 23:59:59.");
        text.Append(
            (second + units).ToString(CultureInfo.InvariantCulture).PadLeft(type.Precision, '0')
        );
    }
}
