using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Launcher.Backups;

/// <summary>The files of a log in a backup, by path below its folder; written last.</summary>
internal sealed record LogList(DateTimeOffset CopiedAt, IReadOnlyList<LogFile> Files)
{
    public static LogList Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LogListJson.Default.LogList)
                ?? throw new JsonException("it is empty");
        }
        catch (JsonException broken)
        {
            throw new LaunchFailure($"{path} is damaged: {broken.Message}");
        }
    }

    public void Write(string path)
    {
        File.WriteAllBytes(
            path + ".tmp",
            JsonSerializer.SerializeToUtf8Bytes(this, LogListJson.Default.LogList)
        );
        File.Move(path + ".tmp", path, overwrite: true);
    }
}

internal sealed record LogFile(string Path, long Bytes, string Sha256);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower
)]
[JsonSerializable(typeof(LogList))]
internal sealed partial class LogListJson : JsonSerializerContext;
