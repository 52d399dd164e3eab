namespace Platform.Timeseries.Transfers;

/// <summary>A table as the store has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Engine">Its engine.</param>
/// <param name="Columns">Those that have values of their own, in order.</param>
/// <param name="TimeColumn">What ranges of time are of; null: it has none.</param>
/// <param name="KeepsTokens">Whether it remembers the tokens of inserts.</param>
/// <param name="ChangedAt">When it was made, restored or changed last, in seconds since the epoch.</param>
/// <param name="RowBytes">Bytes of a row, on average, as the engine holds it.</param>
internal sealed record TransferTable(
    string Name,
    string Engine,
    IReadOnlyList<TransferColumn> Columns,
    string? TimeColumn,
    bool KeepsTokens,
    uint ChangedAt,
    double RowBytes
)
{
    public TransferColumn? Find(string column) => Columns.FirstOrDefault(one => one.Name == column);
}

internal sealed record TransferColumn(string Name, string Type, bool HasDefault, bool IsInKey)
{
    public bool IsTime =>
        Type == "Date" || Type == "Date32" || Type.StartsWith("DateTime", StringComparison.Ordinal);
}
