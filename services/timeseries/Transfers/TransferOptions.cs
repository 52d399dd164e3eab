using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Transfers;

/// <summary>Limits of imports and exports. Section <c>Transfers</c>.</summary>
internal sealed class TransferOptions
{
    public const string Section = "Transfers";

    /// <summary>Rows an export's chunk aims at. Default 200,000.</summary>
    [Range(100, 10_000_000)]
    public int ExportRows { get; init; } = 200_000;

    /// <summary>
    /// Bytes, as the engine holds them, a chunk of Parquet or Arrow aims at: the engine makes each whole in
    /// memory. Default 16 MiB; keep well below the ClickHouse host's Host:HeldResultBytesMax.
    /// </summary>
    [Range(64 << 10, 1 << 30)]
    public int DocumentBytes { get; init; } = 16 << 20;

    /// <summary>Exports that may run at once; each reads in turn with others, Tables:ReadsMax. Default 2.</summary>
    [Range(1, 64)]
    public int ExportsMax { get; init; } = 2;

    /// <summary>How long an export's client may leave what is sent unread before it has to make room. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ExportSilenceMax { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Largest chunk of an import, held in memory while it is inserted. Default 64 MiB.</summary>
    [Range(64 << 10, 1 << 30)]
    public int ImportChunkBytesMax { get; init; } = 64 << 20;

    /// <summary>Imports that may run at once. Default 2.</summary>
    [Range(1, 64)]
    public int ImportsMax { get; init; } = 2;

    /// <summary>How long an import's client may be silent before it has to make room for others. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ImportSilenceMax { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest one statement of the engine may take. Default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan StatementMax { get; init; } = TimeSpan.FromMinutes(30);
}
