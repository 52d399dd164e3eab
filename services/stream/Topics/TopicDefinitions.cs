using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;
using Platform.Stream.Engines;

namespace Platform.Stream.Topics;

/// <summary>The topics a log begins with, as its file lists them.</summary>
internal sealed record TopicDefinitions(IReadOnlyList<TopicDefinition> Topics)
{
    private const string DefaultFile = "topics.json";

    public static IEnumerable<TopicSettings> Load(string? file)
    {
        var path = file ?? Path.Join(AppContext.BaseDirectory, DefaultFile);
        TopicDefinitions? definitions;
        try
        {
            definitions = JsonSerializer.Deserialize(
                File.ReadAllBytes(path),
                TopicDefinitionsJson.Default.TopicDefinitions
            );
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            throw Wrong(path, failure.Message);
        }
        foreach (var topic in definitions?.Topics ?? [])
        {
            if (TopicRules.NameProblem(topic.Name) is { } problem)
            {
                throw Wrong(path, $"topic '{topic.Name}': {problem}");
            }
            yield return topic.ToSettings();
        }
    }

    private static OptionsValidationException Wrong(string path, string problem) =>
        new(
            StreamOptions.Section,
            typeof(StreamOptions),
            [$"Stream:TopicsFile is '{path}': {problem}"]
        );
}

internal sealed record TopicDefinition
{
    public required string Name { get; init; }

    public required int Partitions { get; init; }

    /// <summary>Absent: kept for ever.</summary>
    public long? RetentionMs { get; init; }

    public long? RetentionBytes { get; init; }

    public long? RequestIdWindowMs { get; init; }

    public int? SegmentBytes { get; init; }

    public int? MemoryBytes { get; init; }

    public int? MaxRecordBytes { get; init; }

    public TopicSettings ToSettings() =>
        new()
        {
            Name = Name,
            Partitions = Partitions,
            Retention = Span(RetentionMs),
            RetentionBytes = RetentionBytes,
            RequestIdWindow = Span(RequestIdWindowMs),
            SegmentBytes = SegmentBytes,
            MemoryBytes = MemoryBytes,
            MaxRecordBytes = MaxRecordBytes,
        };

    private static TimeSpan? Span(long? milliseconds) =>
        milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(TopicDefinitions))]
internal sealed partial class TopicDefinitionsJson : JsonSerializerContext;
