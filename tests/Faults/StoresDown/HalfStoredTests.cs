namespace Platform.Faults.StoresDown;

/// <summary>Storage that has only a part of a record.</summary>
[Collection("faulty suite")]
public class HalfStoredTests(FaultySuite suite)
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    private readonly WrittenSymbol _symbol = new(suite);

    /// <summary>
    /// ClickHouse stores the months of one insert one after the other, so a host stopped between them leaves a
    /// record half stored; here its second month is removed while nobody looks.
    /// </summary>
    [Fact]
    public async Task A_record_that_storage_has_only_one_month_of_is_completed_and_not_doubled()
    {
        await _symbol.WriteAsync(10);
        await _symbol.WriteAsync(30, Month);
        await _symbol.WriteAsync(10);
        await _symbol.UntilStoredAsync();
        await suite.Timeseries.StopAsync();
        try
        {
            await suite.QueryClickHouseAsync(
                $"ALTER TABLE ticks DELETE WHERE symbol = '{_symbol.Name}' AND bid % 2 = 0 AND bid > 10 AND bid <= 40 SETTINGS mutations_sync = 1"
            );
            (
                await suite.QueryClickHouseAsync(
                    $"SELECT count() FROM ticks WHERE symbol = '{_symbol.Name}'"
                )
            ).ShouldBe("35");
        }
        finally
        {
            await suite.Timeseries.StartAsync();
        }
        await _symbol.UntilStoredAsync();
        await _symbol.ReadAsync();
        await _symbol.ReadRecentAsync();
        await _symbol.WriteAsync(10);
        await _symbol.UntilStoredAsync();
        await _symbol.ReadRecentAsync();
    }
}
