using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Transfers;

/// <summary>The engine's names and settings of the formats.</summary>
internal static class TransferFormats
{
    /// <summary>Written so that what is read back is what was written.</summary>
    public static IReadOnlyDictionary<string, string> ExportSettings { get; } =
        new Dictionary<string, string>
        {
            ["output_format_json_quote_denormals"] = "1",
            ["output_format_json_quote_64bit_integers"] = "0",
            ["output_format_arrow_string_as_string"] = "1",
            ["output_format_arrow_low_cardinality_as_dictionary"] = "0",
            ["output_format_parquet_string_as_string"] = "1",
        };

    /// <summary>
    /// A chunk is inserted whole or not at all, in one piece: a row that can't be read must not leave those
    /// before it behind.
    /// </summary>
    public static IReadOnlyDictionary<string, string> ImportSettings { get; } =
        new Dictionary<string, string>
        {
            ["async_insert"] = "0",
            ["input_format_parallel_parsing"] = "0",
            ["input_format_skip_unknown_fields"] = "0",
            ["input_format_with_names_use_header"] = "1",
            ["input_format_json_read_bools_as_numbers"] = "1",
            ["date_time_input_format"] = "best_effort",
            ["max_insert_threads"] = "1",
            ["max_partitions_per_insert_block"] = "0",
            ["max_execution_time"] = "0",
        };

    /// <summary>Whether chunks are documents of their own instead of stretches of one.</summary>
    public static bool IsDocument(this TransferFormat format) =>
        format is TransferFormat.Parquet or TransferFormat.Arrow;

    public static string ForImport(TransferFormat format) => ForExport(format, chunk: 0);

    /// <summary>Column names stand before the first chunk only.</summary>
    public static string ForExport(TransferFormat format, int chunk) =>
        format switch
        {
            TransferFormat.Csv when chunk > 0 => "CSV",
            TransferFormat.Csv => "CSVWithNames",
            TransferFormat.JsonLines => "JSONEachRow",
            TransferFormat.Parquet => "Parquet",
            TransferFormat.Arrow => "Arrow",
            _ => throw PlatformErrors.CreateInvalid(
                ("format", "It is not set; csv, json lines, parquet and arrow are known.")
            ),
        };
}
