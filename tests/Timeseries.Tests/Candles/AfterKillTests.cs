using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.TestKit;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Tests.Schema;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>
/// What a process finds that begins where another was killed, or rolled nothing up: the real tables, in a
/// database of the test's own, and memory as it is after a start.
/// </summary>
[Collection("schema suite")]
public sealed class AfterKillTests(SchemaSuite suite)
{
    private const uint Partition = 3;

    [Theory]
    [InlineData(-1, -1, new[] { 0L, 1, 2, 3 })]
    [InlineData(-1, 1, new[] { 2L, 3 })]
    [InlineData(1, -1, new[] { 0L, 1, 2, 3 })]
    [InlineData(1, 0, new[] { 1L, 2, 3 })]
    [InlineData(1, 2, new[] { 3L })]
    [InlineData(2, 3, new long[0])]
    public async Task Candles_of_ticks_that_are_stored_but_not_rolled_up_have_changed(
        long rolled,
        long noted,
        long[] minutes
    )
    {
        await using var bench = await OpenAsync();
        // Records 0 to 3 hold a tick each, of minutes 0 to 3.
        await bench.ExecuteAsync(
            $$"""
            INSERT INTO {db}.ticks (timestamp, symbol, bid, ask, log_partition, log_offset)
            SELECT fromUnixTimestamp64Micro(toInt64(number * 60000000), 'UTC'), 'S', 1, 2, {{Partition}}, number FROM numbers(4)
            """
        );
        if (rolled >= 0)
        {
            await InsertCandlesAsync(bench, "S", Partition, rolled + 1);
            await NoteAsync(bench, Partition, rolled);
        }
        using var start = bench.NewStart(upgrade: false);
        using var progress = new RollupProgress(bench.ClickHouse, start, bench.Gate);
        var hub = new TickHub(Options.Create(new LiveOptions()), TimeProvider.System);
        hub.Start([-1, -1, -1, 3], [0, 0, 0, 4], [Records.Of("S", Partition, 3)]);

        var changed = await new ChangedCandles(
            bench.ClickHouse,
            progress,
            hub,
            Options.Create(new ReadOptions())
        ).SinceAsync(
            "S",
            Frame.Of(Timeframe._1M),
            PriceSide.Bid,
            noted,
            0,
            3_600_000_000,
            CancellationToken.None
        );

        changed.ShouldBe(minutes.Select(minute => minute * 60_000_000));
    }

    [Fact]
    public async Task Rows_that_a_round_left_behind_are_found_and_nothing_else_is_looked_through()
    {
        await using var bench = await OpenAsync();
        // Many rows of a partition that is rolled up, two of which are ahead of it; and of another, of which nothing is noted.
        await InsertCandlesAsync(bench, "A", partition: 0, 200_000);
        await NoteAsync(bench, 0, 199_997);
        await InsertCandlesAsync(bench, "B", partition: 1, 3);
        await bench.ExecuteAsync(
            "INSERT INTO {db}.ticks (timestamp, symbol, log_partition, log_offset) VALUES (0, 'A', 0, 5), (0, 'B', 1, 5)"
        );
        using var start = bench.NewStart(upgrade: false);
        using var progress = new RollupProgress(bench.ClickHouse, start, bench.Gate);

        var ahead = await progress.ReadAheadAsync(3, CancellationToken.None);

        ahead.Keys.ShouldBe([0u, 1u], ignoreOrder: true);
        ahead[0].ShouldBe([199_998L, 199_999L]);
        ahead[1].ShouldBe([0L, 1L, 2L]);
        var rows = await CandlesReadAsync(bench, await progress.ThroughKnownAsync(default), 3);
        rows.ShouldBeLessThan(20_000ul, "a stretch of the index and the other symbol, not all");
    }

    private static async Task<ulong> CandlesReadAsync(
        Bench bench,
        Dictionary<uint, long> known,
        int partitions
    )
    {
        var (sql, parameters) = RowsAhead.Query(known, partitions);
        var tables = await bench.ClickHouse.QueryRowsAsync($"EXPLAIN ESTIMATE {sql}", parameters);
        // database, table, parts, rows, marks
        return tables
            .Where(table => (string)table[1]! == "candles")
            .Aggregate(0ul, (sum, table) => sum + (ulong)table[3]!);
    }

    private async Task<Bench> OpenAsync()
    {
        var schema = Path.Combine(Checkout.Root, "schema");
        var bench = await Bench.CreateAsync(
            suite,
            ["2.0.0", "2.1.0"],
            new[] { "neliti/clickhouse/raw_data.yaml", "platform/clickhouse/candles.yaml" }
                .Select(path => Path.Combine(schema, path))
                .ToDictionary(path => Path.GetFileName(path), File.ReadAllText)
        );
        using var start = bench.NewStart(upgrade: false);
        await start.EnsureOnceAsync(CancellationToken.None);
        return bench;
    }

    /// <summary>One of each minute from 0 on; that of minute n reaches through record n.</summary>
    private static Task InsertCandlesAsync(
        Bench bench,
        string symbol,
        uint partition,
        long count
    ) =>
        bench.ExecuteAsync(
            $$"""
            INSERT INTO {db}.candles (symbol, timeframe, side, open_time, log_partition, through)
            SELECT '{{symbol}}', '1m', 'bid', fromUnixTimestamp64Micro(toInt64(number * 60000000), 'UTC'), {{partition}}, number
            FROM numbers({{count}})
            """
        );

    private static Task NoteAsync(Bench bench, uint partition, long through) =>
        bench.ExecuteAsync(
            $"INSERT INTO {{db}}.candle_progress (log_partition, through) VALUES ({partition}, {through})"
        );
}
