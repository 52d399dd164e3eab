using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Tests.Codecs;

/// <summary>Bytes that aren't Native format end in an error that says so: no crash, no endless read, no huge allocation.</summary>
public sealed class HostileBytesTests
{
    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFFFFF7F", "longer than 64 bits")]
    [InlineData("FFFFFFFF0F", "columns, at most")]
    [InlineData("01FFFFFFFF7F", "rows of a block, at most")]
    [InlineData("0101FFFFFFFF0F", "bytes of a name or type")]
    [InlineData("0101016306537472696E67FFFFFFFFFF0F", "a string of")]
    [InlineData("010101630C41727261792855496E743829FFFFFFFFFFFFFF7F", "elements, at most")]
    [InlineData("010201630C41727261792855496E74382905000000000000000400000000000000", "don't rise")]
    [InlineData(
        "01010163164C6F7743617264696E616C69747928537472696E67290200000000000000",
        "version 2"
    )]
    [InlineData(
        "01010163164C6F7743617264696E616C69747928537472696E672901000000000000000001000000000000",
        "flags 0x100"
    )]
    public async Task What_cannot_be_is_refused(string hex, string why)
    {
        var failure = await Should.ThrowAsync<InvalidDataException>(() =>
            Wire.ReadAsync(Convert.FromHexString(hex))
        );
        failure.Message.ShouldContain(why);
    }

    [Fact]
    public async Task An_index_beyond_its_dictionary_is_refused()
    {
        var bytes = await Wire.WriteAsync(
            new Block(("c", Column.LowCardinality(["a", "b"], new[] { 0, 1 })))
        );
        bytes[^1] = 2;
        (
            await Should.ThrowAsync<InvalidDataException>(() => Wire.ReadAsync(bytes))
        ).Message.ShouldContain("the dictionary has 2 entries");
    }

    [Fact]
    public async Task Random_damage_never_does_more_than_fail()
    {
        var block = new Block(
            (
                "a",
                Column.FromValues(
                    "Array(LowCardinality(Nullable(String)))",
                    [new[] { "a", null }, new[] { "b" }]
                )
            ),
            ("s", Column.Strings(["x", "yy"])),
            ("d", Column.FromValues("Nullable(Decimal(18, 2))", [1.5m, null]))
        );
        var bytes = await Wire.WriteAsync(block);
        var random = new Random(20140508);
        var failed = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                foreach (var read in await Wire.ReadAsync(damaged))
                {
                    read.Dispose();
                }
            }
            catch (Exception e)
                when (e is IOException or InvalidDataException or ColumnTypeException)
            {
                failed++;
            }
        }
        failed.ShouldBeGreaterThan(1_000);
    }
}
