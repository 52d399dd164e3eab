using System.Text.Json;
using Platform.Schema.Model;
using Platform.TestKit;

namespace Platform.Schema.Tests.Rendering;

public sealed class TopicTests
{
    [Fact]
    public async Task The_log_has_the_topics_that_are_defined()
    {
        var file = Path.Combine(Checkout.Root, "services/stream/topics.json");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        var there = json
            .RootElement.GetProperty("topics")
            .EnumerateArray()
            .Select(topic =>
                (
                    topic.GetProperty("name").GetString(),
                    topic.GetProperty("partitions").GetInt32(),
                    topic.GetProperty("retention_ms").GetInt64(),
                    topic.GetProperty("max_record_bytes").GetInt32()
                )
            );

        var defined = Catalogue
            .Shipped.At(StoreKind.Topics, "neliti")
            .Of<Topic>()
            .Select(topic =>
                (
                    (string?)topic.Name,
                    topic.Partitions,
                    (long)topic.Retention.TotalMilliseconds,
                    topic.MaxMessageBytes
                )
            );

        there.ShouldBe(defined, ignoreOrder: true);
    }
}
