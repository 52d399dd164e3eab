using System.Collections.Frozen;

namespace Platform.ClickHouseHost.Http;

/// <summary>
/// What the host knows of a result's format. The engine writes every chunk of a streamed result as a document of its
/// own, with the header and the footer of its format; so only formats without either can be passed on as they come,
/// those with a plain header lose it from the second chunk on, and all others have to be held whole.
/// </summary>
internal static class OutputFormat
{
    /// <summary>ClickHouse's default over HTTP.</summary>
    public const string Default = "TabSeparated";

    private const string TabSeparated = "text/tab-separated-values; charset=UTF-8";
    private const string Json = "application/json; charset=UTF-8";
    private const string JsonLines = "application/x-ndjson; charset=UTF-8";
    private const string Binary = "application/octet-stream";

    // Compared with the whole result of the engine, format by format; the tests do so again.
    private static readonly FrozenSet<string> Headless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "BSONEachRow",
        "CSV",
        "CustomSeparated",
        "JSONCompactEachRow",
        "JSONCompactStringsEachRow",
        "JSONEachRow",
        "JSONL",
        "JSONLines",
        "JSONStringsEachRow",
        "LineAsString",
        "MsgPack",
        "NDJSON",
        "Native",
        "Null",
        "PrettyJSONEachRow",
        "PrettyJSONLines",
        "PrettyNDJSON",
        "Protobuf",
        "RawBLOB",
        "RowBinary",
        "SQLInsert",
        "TSKV",
        "TSV",
        "TSVRaw",
        "TabSeparated",
        "TabSeparatedRaw"
    );

    /// <summary>Whether a result in this format can be sent chunk by chunk.</summary>
    public static bool Streams(string format) =>
        Headless.Contains(format) || ChunkHeader.IsKnown(format);

    /// <summary>The media type clickhouse-server names for a format.</summary>
    public static string ContentType(string format) =>
        format switch
        {
            "CSV" => "text/csv; charset=UTF-8; header=absent",
            "XML" => "application/xml; charset=UTF-8",
            "JSONL" or "JSONLines" or "NDJSON" => JsonLines,
            "Native" or "Parquet" or "Arrow" or "ArrowStream" or "ORC" or "Avro" or "Npy" => Binary,
            _ when Begins(format, "JSON") && format.Contains("EachRow") => JsonLines,
            _ when Begins(format, "JSON") => Json,
            _ when Begins(format, "CSVWithNames") => "text/csv; charset=UTF-8; header=present",
            _ when Begins(format, "TabSeparated") || Begins(format, "TSV") => TabSeparated,
            _ when Begins(format, "RowBinary") || Begins(format, "MsgPack") => Binary,
            _ => "text/plain; charset=UTF-8",
        };

    private static bool Begins(string format, string start) =>
        format.StartsWith(start, StringComparison.Ordinal);
}
