using Platform.ClickHouse;

namespace Platform.Timeseries.Transfers;

/// <summary>The rules of one import's target, as a table that keeps nothing.</summary>
internal sealed class ImportCheck(ClickHouseClient clickHouse, string table, TimeSpan statementMax)
    : IAsyncDisposable
{
    /// <exception cref="ClickHouseException">A row can't be read, or breaks a rule.</exception>
    public Task RunAsync(
        string format,
        ReadOnlyMemory<byte> chunk,
        CancellationToken cancellation
    ) =>
        clickHouse.InsertRawAsync(
            table,
            format,
            chunk,
            new InsertOptions { Timeout = statementMax, Settings = TransferFormats.ImportSettings },
            cancellation
        );

    public async ValueTask DisposeAsync()
    {
        try
        {
            await clickHouse.ExecuteAsync(
                $"DROP TABLE IF EXISTS {Identifier.Quote(table)} SYNC",
                ct: CancellationToken.None
            );
        }
        catch (ClickHouseException)
        {
            // It is empty, and the same import given again drops it.
        }
    }
}
