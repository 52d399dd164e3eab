using Platform.ClickHouse;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// The table of ticks. The catalogue's columns, with times in microseconds (its milliseconds would
/// lose what writers send), then what makes storing exactly once and resuming possible: each row's
/// place in the log.
/// </summary>
internal static class TickTable
{
    public const string Name = "ticks";

    private const string Ddl = """
        CREATE TABLE IF NOT EXISTS ticks
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

    public static async Task CreateAsync(
        ClickHouseClient clickHouse,
        CancellationToken cancellation
    ) =>
        await clickHouse.ExecuteAsync(
            Ddl,
            options: new QueryOptions { Idempotent = true },
            ct: cancellation
        );
}
