using Platform.ClickHouse;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Which of a RowBatch's lists carries a type. One table for both ways and for what DescribeTable says.</summary>
internal static class Carrier
{
    public static WireColumn.ValuesOneofCase Of(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Bool or TypeKind.Nothing => WireColumn.ValuesOneofCase.Bools,
            TypeKind.Int8 or TypeKind.Int16 or TypeKind.Int32 or TypeKind.Int64 => WireColumn
                .ValuesOneofCase
                .Ints,
            TypeKind.UInt8 or TypeKind.UInt16 or TypeKind.UInt32 or TypeKind.UInt64 => WireColumn
                .ValuesOneofCase
                .Uints,
            TypeKind.Float32 => WireColumn.ValuesOneofCase.Floats,
            TypeKind.Float64 => WireColumn.ValuesOneofCase.Doubles,
            TypeKind.Date or TypeKind.Date32 or TypeKind.DateTime or TypeKind.DateTime64 =>
                WireColumn.ValuesOneofCase.TimestampsUs,
            TypeKind.Array => WireColumn.ValuesOneofCase.Lists,
            TypeKind.Nullable or TypeKind.LowCardinality => Of(type.Arguments[0]),
            _ => WireColumn.ValuesOneofCase.Strings,
        };

    /// <summary>The list's name in the contract, and what its values say where the type alone does not tell.</summary>
    public static string Describe(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Nullable or TypeKind.LowCardinality => Describe(type.Arguments[0]),
            TypeKind.Array => $"lists of {Describe(type.Arguments[0])}",
            TypeKind.Uuid => "strings (8-4-4-4-12 hexadecimal digits)",
            TypeKind.Decimal => $"strings (decimal, up to {type.Scale} digits after the point)",
            TypeKind.FixedString => $"strings or bytes (up to {type.Length} bytes of UTF-8)",
            TypeKind.String => "strings or bytes",
            TypeKind.Enum8 or TypeKind.Enum16 => "strings (one of enum_values)",
            TypeKind.Date or TypeKind.Date32 => "timestamps_us (midnight UTC)",
            TypeKind.Int128 or TypeKind.UInt128 => "strings (decimal)",
            TypeKind.IPv4 => "strings (a.b.c.d)",
            TypeKind.Map or TypeKind.Tuple => "strings (JSON), only read",
            _ => NameOf(Of(type)),
        };

    public static string NameOf(WireColumn.ValuesOneofCase list) =>
        list switch
        {
            WireColumn.ValuesOneofCase.Doubles => "doubles",
            WireColumn.ValuesOneofCase.Floats => "floats",
            WireColumn.ValuesOneofCase.Ints => "ints",
            WireColumn.ValuesOneofCase.Uints => "uints",
            WireColumn.ValuesOneofCase.Bools => "bools",
            WireColumn.ValuesOneofCase.Strings => "strings",
            WireColumn.ValuesOneofCase.Bytes => "bytes",
            WireColumn.ValuesOneofCase.TimestampsUs => "timestamps_us",
            WireColumn.ValuesOneofCase.Lists => "lists",
            _ => "no values",
        };
}
