using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Launcher.Native;

/// <summary>One file as it was when it was fetched.</summary>
internal sealed record FetchedFile(string Path, long Bytes, long ChangedTicks, string Sha256);

/// <summary>files.json beside node_modules: what was fetched, to tell later whether it still is that.</summary>
internal sealed record FileManifest(IReadOnlyList<FetchedFile> Files)
{
    private const string Name = "files.json";

    public static string PathIn(string folder) => Path.Combine(folder, Name);

    /// <summary>Reads and hashes every file under node_modules.</summary>
    public static FileManifest Of(string folder) =>
        new([
            .. new DirectoryInfo(Path.Combine(folder, "node_modules"))
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.LinkTarget is null)
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
                .Select(file => new FetchedFile(
                    Path.GetRelativePath(folder, file.FullName),
                    file.Length,
                    file.LastWriteTimeUtc.Ticks,
                    Hash(file)
                )),
        ]);

    public static FileManifest Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(
                    File.ReadAllBytes(PathIn(folder)),
                    ManifestJson.Default.FileManifest
                ) ?? new FileManifest([]);
        }
        catch (JsonException)
        {
            // Treated as a folder that holds nothing: FindHarm says so and it is fetched anew.
            return new FileManifest([]);
        }
    }

    public void Write(string folder) =>
        File.WriteAllBytes(
            PathIn(folder),
            JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.FileManifest)
        );

    /// <summary>What is wrong with the folder; null when nothing.</summary>
    public string? FindHarm(string folder, bool readAll)
    {
        if (Files.Count == 0)
            return $"{Name} lists no files";
        foreach (var expected in Files)
        {
            var file = new FileInfo(Path.Combine(folder, expected.Path));
            if (!file.Exists)
                return $"{expected.Path} is missing";
            if (file.Length != expected.Bytes)
                return $"{expected.Path} has {file.Length} bytes, not {expected.Bytes}";
            var touched = file.LastWriteTimeUtc.Ticks != expected.ChangedTicks;
            if ((touched || readAll) && Hash(file) != expected.Sha256)
                return $"{expected.Path} has other contents";
        }
        return null;
    }

    private static string Hash(FileInfo file)
    {
        using var contents = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(contents));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FileManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
