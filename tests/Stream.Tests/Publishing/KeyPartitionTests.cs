using System.Text;
using Platform.Stream.V1;

namespace Platform.Stream.Tests.Publishing;

public sealed class KeyPartitionTests
{
    // With so many partitions the number of one is the whole hash but its sign.
    private const uint Most = 1u << 31;

    /// <summary>The values Apache Kafka's own UtilsTest.testMurmur2 asserts.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_those_of_Kafka(string key, int hash) =>
        KeyPartition.Of(Encoding.UTF8.GetBytes(key), Most).ShouldBe((uint)hash & 0x7FFFFFFF);

    [Fact]
    public void A_negative_hash_still_names_a_partition() =>
        KeyPartition.Of("21"u8, 12).ShouldBe((uint)((-973932308 & 0x7FFFFFFF) % 12));
}
