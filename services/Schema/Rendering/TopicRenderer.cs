using System.Globalization;
using System.Text.Json.Nodes;
using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>Makes topics as Kafka's admin API creates them, and the JSON Schema of their payloads.</summary>
public static class TopicRenderer
{
    public static IReadOnlyList<Statement> Render(SchemaState state) =>
        [
            .. state
                .Of<Topic>()
                .SelectMany(topic =>
                    new[]
                    {
                        new Statement(
                            $"topic {topic.Name}",
                            JsonText.Of(Create(state.Namespace + topic.Name, topic))
                        ),
                        new Statement($"payload of {topic.Name}", JsonText.Of(Payload(topic))),
                    }
                ),
        ];

    public static JsonObject Payload(Topic topic)
    {
        var schema = FieldSchema.Object(topic.Fields, open: false);
        schema["title"] = topic.Name;
        schema["description"] = topic.Comment;
        return schema;
    }

    private static JsonObject Create(string name, Topic topic) =>
        new()
        {
            ["name"] = name,
            ["partitions"] = topic.Partitions,
            ["replication_factor"] = topic.ReplicationFactor,
            ["key"] = topic.Key,
            ["configs"] = new JsonObject
            {
                ["cleanup.policy"] = "delete",
                ["compression.type"] = topic.Compression,
                ["max.message.bytes"] = Number(topic.MaxMessageBytes),
                ["min.insync.replicas"] = Number(topic.MinInSyncReplicas),
                ["retention.ms"] = Number(topic.Retention.TotalMilliseconds),
                ["segment.ms"] = Number(topic.Segment.TotalMilliseconds),
            },
        };

    private static string Number(double number) =>
        number.ToString("F0", CultureInfo.InvariantCulture);
}
