using Microsoft.Extensions.Logging.Abstractions;
using Platform.Timeseries.Indicators.Storage;
using Platform.Timeseries.Tests.Schema;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>Rows of live sets on their way into a table that keeps them for ever.</summary>
[Collection("schema suite")]
public sealed class TableWriterTests(SchemaSuite suite) : IAsyncLifetime
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    private readonly string _database = $"writer_{Guid.NewGuid():N}";
    private readonly TableSeries _series = new(
        StoredTable.Find("ema_data")! with
        {
            Name = "rows",
        },
        "S",
        "1d"
    );

    public async Task InitializeAsync()
    {
        await suite.QueryClickHouseAsync($"CREATE DATABASE {_database} ENGINE = Atomic");
        await suite.QueryClickHouseAsync(
            $"""
            CREATE TABLE {_database}.rows (timestamp DateTime64(3, 'UTC'), symbol LowCardinality(String),
                timeframe LowCardinality(String), broker LowCardinality(String), account_type LowCardinality(String),
                {string.Join(", ", _series.Table.Columns.Select(one => $"{one.Column} Float64"))})
            ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (symbol, timeframe, timestamp)
            """
        );
    }

    public async Task DisposeAsync() =>
        await suite.QueryClickHouseAsync($"DROP DATABASE {_database} SYNC");

    [Fact]
    public async Task Rows_of_more_than_a_hundred_months_are_stored_at_once()
    {
        var stored = await StoreAsync(4_000, Day, value: 1, storedUs: long.MinValue);
        stored.ShouldBe("4000\t4000\t132");
    }

    [Fact]
    public async Task More_rows_than_the_keys_of_one_statement_are_replaced()
    {
        await StoreAsync(90_000, Second, value: 1, storedUs: long.MinValue);
        var stored = await StoreAsync(90_000, Second, value: 2, storedUs: long.MaxValue);
        stored.ShouldBe("90000\t180000\t1");
    }

    /// <returns>How many rows there are, the sum of one column, and of how many months.</returns>
    private async Task<string> StoreAsync(int count, long stepUs, double value, long storedUs)
    {
        var rows = new TableRows(_series);
        var values = Enumerable.Repeat(value, _series.Table.Columns.Count).ToArray();
        for (var i = 0; i < count; i++)
        {
            // From 2000-01-01 on.
            rows.Add(new RowKey((10_957 * Day) + (i * stepUs)), values, storedUs);
        }
        await using var clickHouse = suite.OpenClickHouse(_database);
        using var gate = new StoreGate();
        var writer = new TableWriter(clickHouse, gate, NullLogger<TableWriter>.Instance);
        await writer.AddAsync(rows, CancellationToken.None);
        (await writer.FlushAsync(CancellationToken.None)).ShouldBeTrue();
        return await suite.QueryClickHouseAsync(
            $"SELECT count(), toUInt64(sum(ema_9)), uniqExact(toYYYYMM(timestamp)) FROM {_database}.rows"
        );
    }
}
