using Platform.Timeseries.V1;

namespace Platform.Launcher.Transfers;

/// <summary>Names of the formats on the command line.</summary>
internal static class TableFormat
{
    public const string Names = "csv, jsonl, parquet or arrow";

    public static TransferFormat? Parse(string name) =>
        name.ToLowerInvariant() switch
        {
            "csv" => TransferFormat.Csv,
            "jsonl" or "ndjson" => TransferFormat.JsonLines,
            "parquet" => TransferFormat.Parquet,
            "arrow" => TransferFormat.Arrow,
            _ => null,
        };

    /// <summary>The option, or what the file's name says.</summary>
    public static TransferFormat Of(string? option, string file)
    {
        var name = file;
        foreach (var packed in new[] { ".gz", ".zip" })
        {
            if (name.EndsWith(packed, StringComparison.OrdinalIgnoreCase))
                name = name[..^packed.Length];
        }
        var said = option ?? Path.GetExtension(name).TrimStart('.');
        return Parse(said)
            ?? throw new LaunchFailure(
                option is null
                    ? $"{file}: its name doesn't tell its format; --format takes {Names}"
                    : $"--format '{option}': allowed are {Names}"
            );
    }

    public static bool IsDocument(this TransferFormat format) =>
        format is TransferFormat.Parquet or TransferFormat.Arrow;
}
