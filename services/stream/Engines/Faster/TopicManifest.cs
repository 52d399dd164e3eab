using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// A topic as its directory names it: the settings, and the sizes its files were laid out with,
/// which later options don't change.
/// </summary>
internal sealed record TopicManifest(TopicSettings Settings, int SegmentBytes, int PageBytes)
{
    private const string FileName = "topic.json";
    private const int MinPageBytes = 4096;
    private const int PagesPerSegment = 4;

    public static TopicManifest For(TopicSettings settings, FasterLogOptions options)
    {
        var largest = Math.Max(
            (settings.MaxRecordBytes ?? options.MaxRecordBytes) + RecordFormat.MaxOverheadBytes,
            RecordFormat.Footprint(SegmentStart.MinSize(settings.Partitions))
        );
        var page = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(largest, MinPageBytes));
        // The log library takes powers of two only, and rounds others down without a word.
        var segment = BitOperations.RoundUpToPowerOf2(
            (uint)Math.Max(settings.SegmentBytes ?? options.SegmentBytes, PagesPerSegment * page)
        );
        return new TopicManifest(settings, (int)segment, page);
    }

    public static TopicManifest? TryLoad(string directory)
    {
        var path = Path.Join(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }
        try
        {
            var json = File.ReadAllBytes(path);
            return JsonSerializer.Deserialize(json, ManifestJson.Default.TopicManifest)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException broken)
        {
            throw new LogDamagedException($"{path} is no topic: {broken.Message}", broken);
        }
    }

    public void Save(string directory) =>
        AtomicFile.Replace(
            Path.Join(directory, FileName),
            JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.TopicManifest)
        );
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TopicManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
