namespace Platform.Benchmarks.Load;

/// <summary>A table with many rows behind a few that were really written, without taking minutes to get there.</summary>
internal static class FilledTable
{
    private const int WrittenBatches = 256;
    private const long CopiesApartUs = 3_600_000_000;

    /// <summary>
    /// Writes some ticks through the service, so that it knows the symbols, then lets the engine copy them, each copy an hour
    /// earlier, until the table has at least so many rows.
    /// </summary>
    public static async Task FillAsync(BenchSuite suite, long rows, CancellationToken cancellation)
    {
        var batches = TickTape.OneSymbolEach(WrittenBatches);
        var (_, written) = await TickSender.SendAsync(
            suite.Open(suite.Timeseries),
            () => suite.Options(suite.Timeseries, cancellation),
            batches,
            calls: 2
        );
        while (await suite.CountAsync() < written)
        {
            await Task.Delay(20, cancellation);
        }
        var copies = (rows + written - 1) / written;
        await suite.Engine.ExecuteAsync(
            "CREATE TABLE seed AS ticks SETTINGS non_replicated_deduplication_window = 0",
            ct: cancellation
        );
        await suite.Engine.ExecuteAsync("INSERT INTO seed SELECT * FROM ticks", ct: cancellation);
        await suite.Engine.ExecuteAsync(
            $"INSERT INTO ticks SELECT seed.* REPLACE (timestamp - toIntervalMicrosecond((number + 1) * {CopiesApartUs}) AS timestamp) FROM seed CROSS JOIN numbers({copies - 1}) AS copy",
            ct: cancellation
        );
        await suite.Engine.ExecuteAsync("DROP TABLE seed", ct: cancellation);
        var count = await suite.CountAsync();
        if (count < rows)
        {
            throw new InvalidOperationException($"the table has {count} rows, not {rows}");
        }
    }
}
