using System.Globalization;
using System.Net;
using System.Text;

namespace Platform.ClickHouse.Parameters;

/// <summary>
/// A value as the text the server reads for a bound parameter: tab-separated escaping on the outside (NULL is \N), SQL-like literals
/// inside arrays, tuples and maps (NULL is NULL, strings and times in quotes). Times are written as seconds since 1970, so that
/// no time zone of the server or the type can move them.
/// </summary>
internal static class ParameterText
{
    public static string Format(Column column)
    {
        var text = new StringBuilder();
        Append(text, column, 0, inside: false);
        return text.ToString();
    }

    public static string Escape(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        AppendEscaped(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Column column, int row, bool inside)
    {
        switch (column)
        {
            case NullableColumn nullable when nullable.IsNull(row):
            case NothingColumn:
                text.Append(inside ? "NULL" : "\\N");
                break;
            case NullableColumn nullable:
                Append(text, nullable.Inner, row, inside);
                break;
            case LowCardinalityColumn low when low.IsNull(row):
                text.Append(inside ? "NULL" : "\\N");
                break;
            case LowCardinalityColumn low:
                Append(text, low.Dictionary, low.Indexes.Span[row], inside);
                break;
            case ArrayColumn { Type.Kind: TypeKind.Map } map:
                AppendMap(text, map, row);
                break;
            case ArrayColumn array:
                AppendArray(text, array, row);
                break;
            case TupleColumn tuple:
                AppendTuple(text, tuple, row);
                break;
            default:
                AppendScalar(text, column, row, inside);
                break;
        }
    }

    private static void AppendArray(StringBuilder text, ArrayColumn array, int row)
    {
        text.Append('[');
        var (start, count) = array.GetRange(row).GetOffsetAndLength(array.Elements.Count);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Append(text, array.Elements, start + i, inside: true);
        }
        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, ArrayColumn map, int row)
    {
        var pairs = (TupleColumn)map.Elements;
        text.Append('{');
        var (start, count) = map.GetRange(row).GetOffsetAndLength(pairs.Count);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Append(text, pairs.Elements[0], start + i, inside: true);
            text.Append(':');
            Append(text, pairs.Elements[1], start + i, inside: true);
        }
        text.Append('}');
    }

    private static void AppendTuple(StringBuilder text, TupleColumn tuple, int row)
    {
        text.Append('(');
        for (var i = 0; i < tuple.Elements.Count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Append(text, tuple.Elements[i], row, inside: true);
        }
        text.Append(')');
    }

    private static void AppendScalar(StringBuilder text, Column column, int row, bool inside)
    {
        var quoted =
            inside
            && column.Type.Kind
                is TypeKind.String
                    or TypeKind.FixedString
                    or TypeKind.Enum8
                    or TypeKind.Enum16
                    or TypeKind.Uuid
                    or TypeKind.IPv4
                    or TypeKind.Date
                    or TypeKind.Date32
                    or TypeKind.DateTime
                    or TypeKind.DateTime64;
        text.Append(quoted ? "'" : "");
        switch (column)
        {
            case Column<long> { Type.Kind: TypeKind.DateTime64 } time:
                FixedPointText.AppendTime(text, time[row], column.Type);
                break;
            case Column<uint> { Type.Kind: TypeKind.DateTime } time:
                // With fewer than ten digits the server takes it for a date.
                text.Append(time[row].ToString("D10", CultureInfo.InvariantCulture));
                break;
            case Column<int> { Type.Kind: TypeKind.Decimal } number:
                FixedPointText.Append(text, number[row], column.Type.Scale);
                break;
            case Column<long> { Type.Kind: TypeKind.Decimal } number:
                FixedPointText.Append(text, number[row], column.Type.Scale);
                break;
            case Column<Int128> { Type.Kind: TypeKind.Decimal } number:
                FixedPointText.Append(text, number[row], column.Type.Scale);
                break;
            default:
                AppendValue(text, column.GetValue(row)!);
                break;
        }
        text.Append(quoted ? "'" : "");
    }

    private static void AppendValue(StringBuilder text, object value)
    {
        switch (value)
        {
            case string s:
                AppendEscaped(text, s);
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case double d:
                text.Append(FloatText(d) ?? d.ToString("R", CultureInfo.InvariantCulture));
                break;
            case float f:
                text.Append(FloatText(f) ?? f.ToString("R", CultureInfo.InvariantCulture));
                break;
            case DateOnly date:
                text.Append(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case IPAddress address:
                text.Append(address);
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string? FloatText(double value) =>
        double.IsNaN(value) ? "nan"
        : double.IsPositiveInfinity(value) ? "inf"
        : double.IsNegativeInfinity(value) ? "-inf"
        : null;

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            var escape = c switch
            {
                '\\' => "\\\\",
                '\'' => "\\'",
                '\t' => "\\t",
                '\n' => "\\n",
                '\r' => "\\r",
                '\b' => "\\b",
                '\f' => "\\f",
                '\0' => "\\0",
                _ => null,
            };
            _ = escape is null ? text.Append(c) : text.Append(escape);
        }
    }
}
