namespace Platform.Schema.Loading;

/// <summary>A file of definitions says something that it may not.</summary>
public sealed class SchemaFormatException : Exception
{
    internal SchemaFormatException(string file, long line, string problem, Exception? inner = null)
        : base($"{file}:{line}: {problem}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>As schema/neliti/clickhouse/raw_data.yaml.</summary>
    public string File { get; }

    /// <summary>From 1.</summary>
    public long Line { get; }
}
