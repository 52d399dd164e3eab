namespace Platform.Timeseries.Tests.Schema;

/// <summary>What the start of the service does with stores of all ages.</summary>
[Collection("schema suite")]
public sealed class StartTests(SchemaSuite suite)
{
    /// <summary>As the release before definitions made it.</summary>
    private const string FormerTicks = """
        CREATE TABLE {db}.ticks
        (
            timestamp DateTime64(6, 'UTC') COMMENT 'event time' CODEC(DoubleDelta, LZ4),
            symbol LowCardinality(String),
            bid Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
            ask Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
            last Float64 COMMENT 'price of the last trade, 0: none' CODEC(Gorilla, LZ4),
            volume UInt64 CODEC(T64, LZ4),
            spread Float32 COMMENT 'ask - bid, quote currency' CODEC(LZ4),
            primary_session Bool,
            broker LowCardinality(String),
            account_type LowCardinality(String),
            flags UInt8 COMMENT 'bit 0: bid above ask',
            ingest_time DateTime64(6, 'UTC') COMMENT 'when the service took it in' CODEC(DoubleDelta, LZ4),
            log_partition UInt32 CODEC(T64, LZ4),
            log_offset UInt64 COMMENT 'record in the partition of the log' CODEC(DoubleDelta, LZ4),
            log_row UInt32 COMMENT 'row in the record' CODEC(DoubleDelta, LZ4),
            INDEX idx_log_offset log_offset TYPE minmax GRANULARITY 1,
            INDEX idx_log_partition log_partition TYPE minmax GRANULARITY 1
        )
        ENGINE = MergeTree
        PARTITION BY toYYYYMM(timestamp)
        ORDER BY (symbol, broker, timestamp, log_offset, log_row)
        PRIMARY KEY (symbol, broker, timestamp)
        SETTINGS
            index_granularity = 8192,
            non_replicated_deduplication_window = 10000,
            fsync_after_insert = 1,
            fsync_part_directory = 1,
            min_rows_to_fsync_after_merge = 1,
            old_parts_lifetime = 480
        COMMENT 'Ticks as they were written, each exactly once'
        """;

    [Fact]
    public async Task A_store_of_the_release_before_is_taken_over_with_its_ticks()
    {
        await using var bench = await Bench.OfNelitiAsync(suite);
        await bench.ExecuteAsync(FormerTicks);
        await bench.ExecuteAsync(
            "INSERT INTO {db}.ticks (timestamp, symbol, bid, ask) SELECT now64(6), 'S', number, number FROM numbers(1000)"
        );
        using var start = bench.NewStart(upgrade: false);

        await start.EnsureAsync(CancellationToken.None);

        (await bench.HistoryAsync()).VersionOf(bench.Pack)!.ToString().ShouldBe("2.1.0");
        (await bench.CompareAsync("2.1.0")).Differences.ShouldBeEmpty();
        (await bench.AskAsync("SELECT count(), sum(bid) FROM {db}.ticks")).ShouldBe("1000\t499500");
    }

    [Fact]
    public async Task A_store_at_an_older_version_is_upgraded_at_start_only_when_that_is_allowed()
    {
        await using var bench = await Bench.OfNelitiAsync(suite);
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        var before = await bench.PictureAsync();

        using var reluctant = bench.NewStart(upgrade: false);
        await reluctant.EnsureAsync(CancellationToken.None);

        (await bench.HistoryAsync()).VersionOf(bench.Pack)!.ToString().ShouldBe("2.0.0");
        (await bench.PictureAsync()).ShouldBe(before);

        // What the service can't do without is made again in either case.
        await bench.ExecuteAsync("DROP TABLE {db}.ticks SYNC");
        await reluctant.EnsureAsync(CancellationToken.None);
        (await bench.PictureAsync()).ShouldBe(before);

        using var willing = bench.NewStart(upgrade: true);
        await willing.EnsureAsync(CancellationToken.None);

        (await bench.HistoryAsync()).VersionOf(bench.Pack)!.ToString().ShouldBe("2.1.0");
        (await bench.CompareAsync("2.1.0")).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_first_start_cut_off_anywhere_is_completed_by_the_next()
    {
        await using var bench = await Bench.OfNelitiAsync(suite);
        using var start = bench.NewStart(upgrade: false);
        foreach (var write in new[] { 1, 40, 104 })
        {
            bench.Store.Restart(write);
            await Should.ThrowAsync<KilledException>(() =>
                start.EnsureAsync(CancellationToken.None)
            );
            bench.Store.Restart(0);
            (await bench.HistoryAsync()).VersionOf(bench.Pack).ShouldBeNull();
            if (write < 104)
            {
                await suite.QueryClickHouseAsync($"DROP DATABASE {bench.Pack} SYNC");
                await suite.QueryClickHouseAsync($"CREATE DATABASE {bench.Pack} ENGINE = Atomic");
            }
        }

        await start.EnsureAsync(CancellationToken.None);

        (await bench.HistoryAsync()).VersionOf(bench.Pack)!.ToString().ShouldBe("2.1.0");
        (await bench.CompareAsync("2.1.0")).Differences.ShouldBeEmpty();
    }
}
