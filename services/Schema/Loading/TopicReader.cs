using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads topics of the durable log.</summary>
internal sealed class TopicReader : IDefinitionReader
{
    public void ReadTemplates(MapReader file) { }

    public Definition Read(MapReader map, string name, GroupHead group)
    {
        var head = DefinitionHead.Read(map, name, group);
        var topic = head.On(
            new Topic
            {
                Name = head.Name,
                Group = head.Group,
                Comment = head.Comment,
                Source = head.Source,
                Partitions = map.Integer("partitions"),
                ReplicationFactor = map.Integer("replication_factor"),
                Retention = Durations.Read(map, "retention"),
                Compression = map.Choice(
                    "compression",
                    null,
                    "none",
                    "gzip",
                    "snappy",
                    "lz4",
                    "zstd"
                ),
                MinInSyncReplicas = map.Integer("min_in_sync_replicas", 2),
                MaxMessageBytes = map.Integer("max_message_bytes", 1_000_000),
                Segment = Durations.ReadOptional(map, "segment") ?? TimeSpan.FromDays(1),
                Key = map.Text("key"),
                Fields = FieldReader.Read(map),
            }
        );
        if (topic.Fields.All(field => field.Name != topic.Key))
        {
            throw map.Error($"key '{topic.Key}' is not one of the fields", "key");
        }
        if (topic.MinInSyncReplicas > topic.ReplicationFactor)
        {
            throw map.Error("min_in_sync_replicas is more than replication_factor");
        }
        return topic;
    }
}
