using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Platform.Backup.V1;
using Platform.Common.V1;

namespace Platform.Timeseries.Backups;

/// <summary>
/// What a backup holds, in manifest.json beside the engine's files. It is written last: a directory
/// without one is what an interrupted backup left.
/// </summary>
internal sealed record BackupManifest
{
    public const string FileName = "manifest.json";

    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required string Name { get; init; }

    public string Base { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public string RequestId { get; init; } = "";

    public string EngineVersion { get; init; } = "";

    public string Database { get; init; } = "";

    public ulong Bytes { get; init; }

    /// <summary>Whether the journal of the schema is in it, which says at which version the tables are.</summary>
    public bool HasSchemaJournal { get; init; }

    /// <summary>By partition of the log: everything before this offset is in it.</summary>
    public required IReadOnlyList<LogPlace> Through { get; init; }

    public required IReadOnlyList<TableState> Tables { get; init; }

    public static BackupManifest Read(string path)
    {
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize(file, BackupJson.Default.BackupManifest)
            ?? throw new JsonException("It is empty.");
    }

    public void Write(string path)
    {
        var unfinished = path + ".tmp";
        using (var file = File.Create(unfinished))
        {
            JsonSerializer.Serialize(file, this, BackupJson.Default.BackupManifest);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    public Backup.V1.Backup ToMessage()
    {
        var message = new Backup.V1.Backup
        {
            Name = Name,
            Base = Base,
            CreatedAt = CreatedAt.ToTimestamp(),
            Bytes = Bytes,
        };
        foreach (var place in Through)
        {
            message.Through.Add(
                new Position { Partition = place.Partition, Offset = place.NextOffset }
            );
        }
        foreach (var table in Tables)
        {
            message.Tables.Add(
                new TableChecksum
                {
                    Table = table.Table,
                    Rows = table.Rows,
                    Checksum = table.Checksum,
                }
            );
        }
        return message;
    }
}

internal sealed record LogPlace(uint Partition, ulong NextOffset);

internal sealed record TableState(string Table, ulong Rows, string Checksum);

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower
)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
