using System.Buffers;
using System.Text.Json;

namespace Platform.Gateway.Keys;

/// <summary>Reads the file of hashed keys; whatever is wrong with it is said by entry.</summary>
internal static class ApiKeyFile
{
    private const int KeysMax = 100_000;

    private const string Allowed =
        "allowed is {\"keys\":[{\"id\":\"local\",\"sha256\":\"<64 hex digits>\","
        + "\"subject\":\"local\",\"permissions\":[\"*\"]}]}";

    /// <exception cref="InvalidDataException">It can't be read, or is not as it must be.</exception>
    public static List<ApiKeyEntry> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = JsonSerializer.Deserialize<Content>(file, JsonSerializerOptions.Web);
            return Check(content?.Keys ?? throw Wrong("there is no list \"keys\""));
        }
        catch (JsonException wrong)
        {
            throw Wrong($"it is not such JSON, line {wrong.LineNumber + 1}, {wrong.Path}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it can't be read ({e.Message})");
        }
    }

    private static List<ApiKeyEntry> Check(List<Key> keys)
    {
        if (keys.Count > KeysMax)
        {
            throw Wrong($"there are {keys.Count} keys, at most {KeysMax} are allowed");
        }
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var hashes = new HashSet<long>();
        var entries = new List<ApiKeyEntry>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            var entry = Check(keys[i], i);
            if (!ids.Add(entry.Id))
            {
                throw Wrong($"keys[{i}].id '{entry.Id}' is there twice");
            }
            if (!hashes.Add(ApiKeySet.Prefix(entry.Hash.AsSpan())))
            {
                throw Wrong($"keys[{i}].sha256 ({entry.Id}) is there twice");
            }
            entries.Add(entry);
        }
        return entries;
    }

    private static ApiKeyEntry Check(Key key, int index)
    {
        if (string.IsNullOrWhiteSpace(key.Id))
        {
            throw Wrong($"keys[{index}].id is not set");
        }
        if (string.IsNullOrWhiteSpace(key.Subject))
        {
            throw Wrong($"keys[{index}].subject ({key.Id}) is not set");
        }
        var hash = new byte[ApiKeyEntry.HashBytes];
        if (
            key.Sha256 is not { Length: 2 * ApiKeyEntry.HashBytes } hex
            || Convert.FromHexString(hex, hash, out _, out _) != OperationStatus.Done
        )
        {
            throw Wrong($"keys[{index}].sha256 ({key.Id}) is not 64 hex digits");
        }
        return new ApiKeyEntry(key.Id, [.. hash], key.Subject, [.. key.Permissions ?? []]);
    }

    private static InvalidDataException Wrong(string what) => new($"{what}; {Allowed}");

    private sealed record Content(List<Key>? Keys);

    private sealed record Key(
        string? Id,
        string? Sha256,
        string? Subject,
        List<string>? Permissions
    );
}
