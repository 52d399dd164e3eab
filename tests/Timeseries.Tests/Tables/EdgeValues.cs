using Platform.ClickHouse;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>The values of a type at which things go wrong. No definition allows NaN or an infinity.</summary>
internal static class EdgeValues
{
    private const long Day = 86_400_000_000;

    public static List<object?> Of(ColumnType type) =>
        type.Kind switch
        {
            TypeKind.Bool => [false, true],
            TypeKind.Int8 => Ints(sbyte.MinValue, sbyte.MaxValue),
            TypeKind.Int16 => Ints(short.MinValue, short.MaxValue),
            TypeKind.Int32 => Ints(int.MinValue, int.MaxValue),
            TypeKind.Int64 => Ints(long.MinValue, long.MaxValue),
            TypeKind.UInt8 => [0UL, (ulong)byte.MaxValue, 1UL],
            TypeKind.UInt16 => [0UL, (ulong)ushort.MaxValue, 1UL],
            TypeKind.UInt32 => [0UL, (ulong)uint.MaxValue, 1UL],
            TypeKind.UInt64 => [0UL, ulong.MaxValue, 1UL],
            TypeKind.UInt128 => ["0", UInt128.MaxValue.ToString(), "1"],
            TypeKind.Float32 => [0f, -0f, float.MinValue, float.MaxValue, float.Epsilon, 1.1f],
            TypeKind.Float64 => [0.0, -0.0, double.MinValue, double.MaxValue, double.Epsilon, 1.1],
            TypeKind.Date => [0L, 65_535 * Day, 20_000 * Day],
            TypeKind.Date32 => [-25_567 * Day, 120_529 * Day, 0L],
            TypeKind.DateTime =>
            [
                0L,
                uint.MaxValue * 1_000_000L,
                1_700_000_000_000_000L,
                1_000_000L,
            ],
            TypeKind.DateTime64 => Times(type.Precision),
            TypeKind.Enum8 or TypeKind.Enum16 => [.. type.EnumValues.Select(pair => pair.Key)],
            TypeKind.Uuid => [Guid.Empty.ToString(), "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
            TypeKind.Decimal => Decimals(type),
            TypeKind.String =>
            [
                "",
                "EURUSD",
                "ünïcödé 価格 😀 \u0000\t\n\\'\"`",
                new string('x', 70_000),
                "👩‍👩‍👧‍👦",
                " ",
            ],
            TypeKind.FixedString => ["", new string('a', type.Length)],
            TypeKind.Nullable => [null, .. Of(type.Arguments[0]), null],
            TypeKind.LowCardinality => Of(type.Arguments[0]),
            TypeKind.Array => Lists(Of(type.Arguments[0])),
            _ => throw new NotSupportedException($"no edge values for {type}"),
        };

    private static List<object?> Ints(long lowest, long highest) => [lowest, highest, 0L, -1L];

    private static List<object?> Times(int precision)
    {
        var unit = (long)Math.Pow(10, 6 - Math.Min(6, precision));
        const long Earliest = -2_208_988_800_000_000;
        const long Latest = 10_413_791_999_000_000;
        return
        [
            Earliest,
            Latest + 1_000_000 - unit,
            0L,
            -unit,
            1_700_000_000_000_000L + unit,
            unit,
        ];
    }

    private static List<object?> Decimals(ColumnType type)
    {
        var whole = new string('9', type.Precision - type.Scale);
        var fraction = type.Scale == 0 ? "" : "." + new string('9', type.Scale);
        var zero = type.Scale == 0 ? "0" : "0." + new string('0', type.Scale);
        return [zero, $"{whole}{fraction}", $"-{whole}{fraction}"];
    }

    // None, one, each edge, and ten thousand.
    private static List<object?> Lists(List<object?> items) =>
        [
            new List<object?>(),
            new List<object?> { items[^1] },
            items.ToList(),
            Enumerable.Range(0, 10_000).Select(i => Light(items)[i % Light(items).Count]).ToList(),
        ];

    private static List<object?> Light(List<object?> items) =>
        items.FindAll(item =>
            item is not (string { Length: > 100 } or List<object?> { Count: > 100 })
        );
}
