using System.Net;

namespace Platform.ClickHouse.Tests;

/// <summary>Values at the edges of every type: what round trips, conformance and parameters are all tested with.</summary>
internal static class Samples
{
    private static readonly DateTime Noon = new(2014, 5, 8, 12, 34, 56, DateTimeKind.Utc);
    private static readonly string[] Words =
    [
        "",
        "a",
        "EURUSD",
        "it's \\ \"quoted\"\t\n\r\0",
        "žluťoučký 馬 🐎",
        new('x', 300),
    ];

    public static IReadOnlyDictionary<string, object?[]> All { get; } = Make();

    public static TheoryData<string> Types => [.. All.Keys];

    private static Dictionary<string, object?[]> Make()
    {
        var all = new Dictionary<string, object?[]>
        {
            ["Bool"] = [true, false, true],
            ["Int8"] = [sbyte.MinValue, (sbyte)-1, (sbyte)0, (sbyte)1, sbyte.MaxValue],
            ["Int16"] = [short.MinValue, (short)-1, (short)0, (short)1, short.MaxValue],
            ["Int32"] = [int.MinValue, -1, 0, 1, int.MaxValue],
            ["Int64"] = [long.MinValue, -1L, 0L, 1L, long.MaxValue],
            ["Int128"] =
            [
                Int128.MinValue,
                Int128.NegativeOne,
                Int128.Zero,
                Int128.One,
                Int128.MaxValue,
            ],
            ["UInt8"] = [byte.MinValue, (byte)1, byte.MaxValue],
            ["UInt16"] = [ushort.MinValue, (ushort)1, ushort.MaxValue],
            ["UInt32"] = [uint.MinValue, 1u, uint.MaxValue],
            ["UInt64"] = [ulong.MinValue, 1ul, ulong.MaxValue],
            ["UInt128"] = [UInt128.MinValue, UInt128.One, UInt128.MaxValue],
            ["Float32"] =
            [
                0f,
                -1.5f,
                float.MinValue,
                float.MaxValue,
                float.Epsilon,
                float.NaN,
                float.PositiveInfinity,
                float.NegativeInfinity,
            ],
            ["Float64"] =
            [
                0d,
                1.3942d,
                double.MinValue,
                double.MaxValue,
                double.Epsilon,
                double.NaN,
                double.PositiveInfinity,
                double.NegativeInfinity,
            ],
            ["Decimal(9, 4)"] = [0m, 1.2345m, -1.2345m, 99999.9999m, -99999.9999m],
            ["Decimal(18, 8)"] = [0m, 0.00000001m, 9999999999.99999999m, -9999999999.99999999m],
            ["Decimal(38, 10)"] =
            [
                0m,
                0.0000000001m,
                123456789012345678.0123456789m,
                -123456789012345678.0123456789m,
            ],
            ["Decimal(5, 0)"] = [0m, 99999m, -99999m],
            ["String"] = [.. Words, new string('y', 100_000)],
            ["FixedString(6)"] = ["", "EURUSD", "a", "žlu"],
            ["Date"] =
            [
                new DateOnly(1970, 1, 1),
                new DateOnly(2014, 5, 8),
                new DateOnly(2149, 6, 6),
            ],
            ["Date32"] =
            [
                new DateOnly(1900, 1, 1),
                new DateOnly(1970, 1, 1),
                new DateOnly(2299, 12, 31),
            ],
            ["DateTime"] =
            [
                DateTime.UnixEpoch,
                Noon,
                new DateTime(2106, 2, 7, 6, 28, 15, DateTimeKind.Utc),
            ],
            ["DateTime('UTC')"] = [DateTime.UnixEpoch, DateTime.UnixEpoch.AddSeconds(1), Noon],
            ["DateTime('Asia/Tokyo')"] = [DateTime.UnixEpoch, Noon],
            ["DateTime64(1)"] =
            [
                DateTime.UnixEpoch.AddSeconds(5),
                DateTime.UnixEpoch.AddSeconds(-5),
                DateTime.UnixEpoch.AddSeconds(-1.5),
            ],
            ["DateTime64(3)"] = [DateTime.UnixEpoch, Noon.AddMilliseconds(789), Noon.AddYears(200)],
            ["DateTime64(6, 'UTC')"] =
            [
                DateTime.UnixEpoch,
                Noon.AddMicroseconds(789_123),
                Noon.AddYears(-100),
                DateTime.UnixEpoch.AddTicks(-10),
            ],
            ["DateTime64(9, 'UTC')"] =
            [
                DateTime.UnixEpoch,
                Noon.AddTicks(7_891_234),
                DateTime.UnixEpoch.AddTicks(-1),
            ],
            ["DateTime64(0, 'America/New_York')"] = [DateTime.UnixEpoch, Noon],
            ["Enum8('SELL' = -1, 'BUY' = 1, 'it\\'s' = 127)"] = ["BUY", "SELL", "it's"],
            ["Enum16('a' = -32768, 'b' = 32767)"] = ["a", "b"],
            ["UUID"] =
            [
                Guid.Empty,
                Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0"),
                Guid.AllBitsSet,
            ],
            ["IPv4"] =
            [
                IPAddress.Parse("0.0.0.0"),
                IPAddress.Parse("127.0.0.1"),
                IPAddress.Parse("255.255.255.254"),
            ],
            ["Nullable(Int32)"] = [null, 0, int.MinValue, null, int.MaxValue],
            ["Nullable(Float64)"] = [1.5d, null, double.NaN],
            ["Nullable(String)"] = ["", null, .. Words],
            ["Nullable(DateTime64(3))"] = [null, Noon, DateTime.UnixEpoch],
            ["Nullable(Decimal(10, 4))"] = [null, 123456.7891m],
            ["Nullable(UUID)"] = [null, Guid.AllBitsSet],
            ["Nullable(Bool)"] = [null, true, false],
            ["LowCardinality(String)"] = [.. Words, "a", "EURUSD", "a"],
            ["LowCardinality(Nullable(String))"] = [null, "", "a", null, "žlu", "a"],
            ["LowCardinality(FixedString(3))"] = ["abc", "", "abc"],
            ["LowCardinality(Int32)"] = [5, 5, -5, 0],
            ["LowCardinality(Nullable(Int64))"] = [null, 5L, 5L, 0L],
            ["LowCardinality(Date)"] = [new DateOnly(2014, 5, 8), new DateOnly(1970, 1, 1)],
            ["Array(UInt64)"] =
            [
                Array.Empty<ulong>(),
                new[] { 0UL, ulong.MaxValue },
                new[] { 7UL },
            ],
            ["Array(Float32)"] = [new[] { 1f, float.NaN }, Array.Empty<float>(), new float[10_000]],
            ["Array(String)"] = [Words, Array.Empty<string>(), new[] { "x" }],
            ["Array(Nullable(Float64))"] =
            [
                new double?[] { null, 1.5 },
                Array.Empty<double?>(),
                new double?[] { null },
            ],
            ["Array(LowCardinality(String))"] = [Words, Array.Empty<string>(), new[] { "a", "a" }],
            ["Array(LowCardinality(Nullable(String)))"] =
            [
                new[] { null, "a", "a" },
                Array.Empty<string>(),
            ],
            ["Array(Array(Float32))"] =
            [
                new[] { new[] { 1f, 2f }, [], [3f] },
                Array.Empty<float[]>(),
                new[] { Array.Empty<float>() },
            ],
            ["Array(Array(Array(LowCardinality(String))))"] =
            [
                new[] { new[] { Words, [] }, [] },
                Array.Empty<string[][]>(),
            ],
            ["Array(Decimal(10, 4))"] = [new[] { 1.5m, -1.5m }, Array.Empty<decimal>()],
            ["Array(Date)"] = [new[] { new DateOnly(2014, 5, 8) }, Array.Empty<DateOnly>()],
            ["Array(DateTime64(6, 'UTC'))"] =
            [
                new[] { Noon, DateTime.UnixEpoch },
                Array.Empty<DateTime>(),
            ],
            ["Array(UUID)"] = [new[] { Guid.AllBitsSet, Guid.Empty }, Array.Empty<Guid>()],
            ["Array(Bool)"] = [new[] { true, false }, Array.Empty<bool>()],
            ["Tuple(Float64, String)"] = [new object?[] { 1.5, "a" }, new object?[] { 0d, "" }],
            ["Tuple(bid Float64, `the ask` Nullable(Float64), s LowCardinality(String))"] =
            [
                new object?[] { 1.5, null, "x" },
                new object?[] { 0d, 2d, "x" },
            ],
            ["Array(Tuple(Int32, String))"] =
            [
                new object[] { new object?[] { 1, "a" }, new object?[] { 2, "b" } },
                Array.Empty<object>(),
            ],
            ["Map(String, UInt64)"] = [Map(("a", 1UL), ("it's", 2UL)), Map()],
            ["Map(LowCardinality(String), Array(Nullable(Int32)))"] =
            [
                Map(("a", new int?[] { 1, null }), ("b", Array.Empty<int?>())),
                Map(),
            ],
        };
        return all;
    }

    private static KeyValuePair<object, object?>[] Map(
        params (object Key, object? Value)[] entries
    ) => Array.ConvertAll(entries, e => new KeyValuePair<object, object?>(e.Key, e.Value));
}
