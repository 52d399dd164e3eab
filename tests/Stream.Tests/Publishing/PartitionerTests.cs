using System.Text;
using Platform.Stream.Publishing;

namespace Platform.Stream.Tests.Publishing;

public sealed class PartitionerTests
{
    /// <summary>The values Apache Kafka's own UtilsTest.testMurmur2 asserts.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_are_those_of_Kafka(string key, int hash) =>
        ((int)Partitioner.Murmur2(Encoding.UTF8.GetBytes(key))).ShouldBe(hash);

    [Fact]
    public void A_negative_hash_still_names_a_partition()
    {
        var partition = Partitioner.ByKey("21"u8, 12);
        partition.ShouldBe((-973932308 & 0x7FFFFFFF) % 12);
    }
}
