using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.Reflection;
using Platform.Backup.V1;
using Platform.Common.V1;
using Platform.Launcher.State;
using Platform.Schema.V1;
using Platform.Stream.V1;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Secrets;

/// <summary>
/// The gateway's file of keys: their digests and what each may do. The gateway reads it again when it changes.
/// </summary>
internal sealed class KeyFile(SuiteLayout layout)
{
    private const int SecretBytes = 32;

    private static readonly ServiceDescriptor[] Services =
    [
        TimeseriesService.Descriptor,
        TransferService.Descriptor,
        BackupService.Descriptor,
        SchemaService.Descriptor,
        StreamService.Descriptor,
    ];

    /// <summary>All there are, each asked for by at least one call.</summary>
    public static IReadOnlyList<string> Permissions { get; } =
    [
        .. Services
            .SelectMany(service => service.Methods)
            .Select(method => method.GetOptions()?.GetExtension(OptionsExtensions.Permission))
            .OfType<string>()
            .Where(permission => permission.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private string Path => System.IO.Path.Combine(layout.Secrets, "api-keys.json");

    /// <summary>Makes a key and answers it; nothing keeps it but its digest.</summary>
    public string Add(string id, IReadOnlyList<string> permissions)
    {
        if (permissions.FirstOrDefault(one => !Permissions.Contains(one)) is { } unknown)
            throw new LaunchFailure(
                $"there is no permission '{unknown}'; there are {string.Join(", ", Permissions)}"
            );
        var keys = Read();
        if (id.Length == 0 || keys.Exists(one => one.Id == id))
            throw new LaunchFailure(
                id.Length == 0 ? "a key needs a name" : $"there is a key '{id}' already"
            );
        var key = "pk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        keys.Add(new Entry(id, DigestOf(key), id, permissions));
        Write(keys);
        return key;
    }

    public void Remove(string id)
    {
        var keys = Read();
        if (keys.RemoveAll(one => one.Id == id) == 0)
            throw new LaunchFailure(
                $"there is no key '{id}'; there are {string.Join(", ", keys.Select(one => one.Id))}"
            );
        Write(keys);
    }

    private static string DigestOf(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private List<Entry> Read()
    {
        if (!File.Exists(Path))
            throw new LaunchFailure($"there is no {Path} yet: './platform up' makes it");
        try
        {
            return
            [
                .. JsonSerializer
                    .Deserialize(File.ReadAllBytes(Path), KeyFileJson.Default.Content)
                    ?.Keys
                    ?? [],
            ];
        }
        catch (JsonException broken)
        {
            throw new LaunchFailure($"{Path} is damaged: {broken.Message}");
        }
    }

    private void Write(List<Entry> keys)
    {
        // Renamed into place: the gateway never sees a half of it.
        var fresh = Path + ".new";
        File.Delete(fresh);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(fresh, options))
            JsonSerializer.Serialize(file, new Content(keys), KeyFileJson.Default.Content);
        File.Move(fresh, Path, overwrite: true);
    }

    internal sealed record Content(IReadOnlyList<Entry> Keys);

    internal sealed record Entry(
        string Id,
        string Sha256,
        string Subject,
        IReadOnlyList<string> Permissions
    );
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(KeyFile.Content))]
internal sealed partial class KeyFileJson : JsonSerializerContext;
