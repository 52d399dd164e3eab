using Platform.Timeseries.Ticks.Log;

namespace Platform.Timeseries.Tests.Model;

public class SymbolPartitionerTests
{
    /// <summary>The vectors Kafka's own test of murmur2 uses.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Partitions_are_those_of_Kafkas_default_partitioner(string key, int murmur2) =>
        new SymbolPartitioner(1_000_003)
            .PartitionOf(key)
            .ShouldBe((uint)((murmur2 & 0x7fffffff) % 1_000_003));
}
