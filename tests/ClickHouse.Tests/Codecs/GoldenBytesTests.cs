namespace Platform.ClickHouse.Tests.Codecs;

/// <summary>Bytes worked out by hand from the format; EveryTypeTests compares with what an engine sends.</summary>
public sealed class GoldenBytesTests
{
    public static TheoryData<string, object?[], string> Known =>
        new()
        {
            { "UInt8", [(byte)1, (byte)255], "01FF" },
            { "Int32", [-2], "FEFFFFFF" },
            { "Float64", [1.5], "000000000000F83F" },
            { "Bool", [true, false], "0100" },
            { "String", ["", "abc"], "0003616263" },
            { "FixedString(4)", ["ab"], "61620000" },
            { "Date", [new DateOnly(2014, 5, 8)], "463F" },
            { "DateTime", [DateTime.UnixEpoch.AddSeconds(1)], "01000000" },
            { "DateTime64(3)", [DateTime.UnixEpoch.AddMilliseconds(-1)], "FFFFFFFFFFFFFFFF" },
            { "Decimal(9, 2)", [-1.25m], "83FFFFFF" },
            { "Decimal(38, 2)", [1.25m], "7D000000000000000000000000000000" },
            {
                "UUID",
                [Guid.Parse("61f0c404-5cb3-11e7-907b-a6006ad3dba0")],
                "E711B35C04C4F061A0DBD36A00A67B90"
            },
            { "IPv4", [System.Net.IPAddress.Parse("1.2.3.4")], "04030201" },
            { "Nullable(UInt8)", [null, (byte)7], "01000007" },
            {
                "Array(UInt8)",
                [new byte[] { 1, 2 }, Array.Empty<byte>()],
                "02000000000000000200000000000000" + "0102"
            },
            {
                "LowCardinality(String)",
                ["a", "b", "a"],
                "0100000000000000"
                    + "0006000000000000"
                    + "0200000000000000"
                    + "01610162"
                    + "0300000000000000"
                    + "000100"
            },
            {
                "LowCardinality(Nullable(String))",
                [null, "a"],
                "0100000000000000"
                    + "0006000000000000"
                    + "0200000000000000"
                    + "000161"
                    + "0200000000000000"
                    + "0001"
            },
            {
                "Tuple(UInt8, String)",
                [new object?[] { (byte)1, "a" }, new object?[] { (byte)2, "b" }],
                "0102" + "01610162"
            },
        };

    [Theory]
    [MemberData(nameof(Known))]
    public async Task Values_have_the_bytes_ClickHouse_gives_them(
        string type,
        object?[] values,
        string hex
    )
    {
        var bytes = await Wire.WriteAsync(new Block(("c", Column.FromValues(type, values))));
        var head = 2 + 2 + 1 + ColumnType.Parse(type).Name.Length;
        Convert.ToHexString(bytes[head..]).ShouldBe(hex);
        bytes[0].ShouldBe((byte)1);
        bytes[1].ShouldBe((byte)values.Length);
    }
}
