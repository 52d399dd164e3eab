using System.Text;
using Platform.ClickHouseHost.Http;

namespace Platform.ClickHouseHost.Tests.Http;

public sealed class ChunkHeaderTests
{
    [Theory]
    [InlineData("TabSeparatedWithNames", "a\tb\n1\t2\n", 4)]
    [InlineData("TSVWithNamesAndTypes", "a\nUInt8\n1\n", 8)]
    [InlineData("tsvwithnames", "a\n", 2)]
    [InlineData("CSVWithNames", "\"a\nb\"\"\n\",\"c\"\n1,2\n", 13)]
    [InlineData("JSONCompactEachRowWithNames", "[\"a\\nb\"]\n[1]\n", 9)]
    [InlineData("RowBinaryWithNames", "\u0002\u0001a\u0003bcd\u0007", 7)]
    [InlineData("RowBinaryWithNamesAndTypes", "\u0001\u0001a\u0005UInt8\u0007", 9)]
    [InlineData("TabSeparated", "1\n", 0)]
    public void A_header_is_measured(string format, string chunk, int length) =>
        ChunkHeader.LengthIn(Encoding.Latin1.GetBytes(chunk), format).ShouldBe(length);
}
