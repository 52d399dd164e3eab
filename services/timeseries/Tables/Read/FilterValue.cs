using System.Globalization;
using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Columns;

namespace Platform.Timeseries.Tables.Read;

/// <summary>A filter's operand: text in the column's own form, as the value the driver binds.</summary>
internal static class FilterValue
{
    /// <summary>The type an operand is bound as.</summary>
    public static string BoundAs(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Date or TypeKind.Date32 => "Date32",
            TypeKind.DateTime or TypeKind.DateTime64 => "DateTime64(6, 'UTC')",
            TypeKind.Enum8 or TypeKind.Enum16 or TypeKind.FixedString => "String",
            _ => type.Name,
        };

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is no value of the type.</exception>
    public static object Read(string field, ColumnType type, string text) =>
        TryRead(type, text)
        ?? throw PlatformErrors.CreateInvalid(
            (
                "filters",
                $"'{Shorten(text)}' is no value for {field}, which is {type}: {Form(type)}."
            )
        );

    private static object? TryRead(ColumnType type, string text)
    {
        switch (type.Kind)
        {
            case TypeKind.String or TypeKind.FixedString:
                return text;
            case TypeKind.Enum8 or TypeKind.Enum16:
                return type.EnumValues.Any(pair => pair.Key == text) ? text : null;
            case TypeKind.Bool:
                return bool.TryParse(text, out var flag) ? flag : null;
            case TypeKind.Float32 or TypeKind.Float64:
                return double.TryParse(text, CultureInfo.InvariantCulture, out var real)
                    ? real
                    : null;
            case TypeKind.Uuid:
                return Guid.TryParse(text, out var id) ? id : null;
            case TypeKind.IPv4:
                return System.Net.IPAddress.TryParse(text, out var address) ? address : null;
            case TypeKind.Decimal:
                return ReadDecimal(type, text);
            case TypeKind.Date or TypeKind.Date32:
                return ReadTime(text) is { } day
                    ? (int)TimeColumns.FloorDivide(day, TimeColumns.MicrosPerDay)
                    : null;
            case TypeKind.DateTime or TypeKind.DateTime64:
                return ReadTime(text);
            default:
                return ReadInteger(type, text);
        }
    }

    private static object? ReadInteger(ColumnType type, string text)
    {
        if (
            !Int128.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
        {
            return null;
        }
        var (lowest, highest) = type.Kind switch
        {
            TypeKind.Int8 => (sbyte.MinValue, (Int128)sbyte.MaxValue),
            TypeKind.Int16 => (short.MinValue, short.MaxValue),
            TypeKind.Int32 => (int.MinValue, int.MaxValue),
            TypeKind.Int64 => (long.MinValue, long.MaxValue),
            TypeKind.UInt8 => (0, byte.MaxValue),
            TypeKind.UInt16 => (0, ushort.MaxValue),
            TypeKind.UInt32 => (0, uint.MaxValue),
            TypeKind.UInt64 => (0, ulong.MaxValue),
            TypeKind.UInt128 => (0, Int128.MaxValue),
            _ => (Int128.MinValue, Int128.MaxValue),
        };
        return number >= lowest && number <= highest ? number : null;
    }

    private static object? ReadDecimal(ColumnType type, string text)
    {
        DecimalText.Read(text, type.Precision, type.Scale, out var error);
        return
            error is null
            && decimal.TryParse(
                text,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? number
            : null;
    }

    /// <summary>Microseconds since the epoch, or ISO 8601 with a zone or in UTC.</summary>
    private static long? ReadTime(string text)
    {
        if (
            long.TryParse(
                text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var micros
            )
        )
        {
            return micros;
        }
        return DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            : null;
    }

    private static string Form(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Bool => "true or false",
            TypeKind.Enum8 or TypeKind.Enum16 => "one of "
                + string.Join(", ", type.EnumValues.Select(pair => pair.Key)),
            TypeKind.Date or TypeKind.Date32 or TypeKind.DateTime or TypeKind.DateTime64 =>
                "microseconds since the epoch or ISO 8601 such as 2024-05-08T12:00:00Z",
            TypeKind.Decimal => $"a decimal of up to {type.Scale} digits after the point",
            TypeKind.Uuid => "8-4-4-4-12 hexadecimal digits",
            TypeKind.Float32 or TypeKind.Float64 => "a number such as 1.25e-3",
            _ => "a whole number within its range",
        };

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
