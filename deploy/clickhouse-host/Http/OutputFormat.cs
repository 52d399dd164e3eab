namespace Platform.ClickHouseHost.Http;

/// <summary>What the host knows of a result's format.</summary>
internal static class OutputFormat
{
    /// <summary>ClickHouse's default over HTTP.</summary>
    public const string Default = "TabSeparated";

    /// <summary>The media type clickhouse-server names for a format.</summary>
    public static string ContentType(string format) =>
        format switch
        {
            _ when format.StartsWith("JSONEachRow", StringComparison.Ordinal) =>
                "application/x-ndjson; charset=UTF-8",
            _ when format.StartsWith("JSONCompactEachRow", StringComparison.Ordinal) =>
                "application/x-ndjson; charset=UTF-8",
            _ when format.StartsWith("JSON", StringComparison.Ordinal) =>
                "application/json; charset=UTF-8",
            "CSV" => "text/csv; charset=UTF-8; header=absent",
            _ when format.StartsWith("CSVWithNames", StringComparison.Ordinal) =>
                "text/csv; charset=UTF-8; header=present",
            _ when format.StartsWith("TabSeparated", StringComparison.Ordinal) => TabSeparated,
            _ when format.StartsWith("TSV", StringComparison.Ordinal) => TabSeparated,
            "XML" => "application/xml; charset=UTF-8",
            "Native" or "Parquet" or "Arrow" or "ArrowStream" or "ORC" or "Avro" or "Npy" => Binary,
            _ when format.StartsWith("RowBinary", StringComparison.Ordinal) => Binary,
            _ when format.StartsWith("MsgPack", StringComparison.Ordinal) => Binary,
            _ => "text/plain; charset=UTF-8",
        };

    private const string TabSeparated = "text/tab-separated-values; charset=UTF-8";
    private const string Binary = "application/octet-stream";
}
