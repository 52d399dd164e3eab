-- table candles_local
CREATE TABLE IF NOT EXISTS trading_data.candles_local ON CLUSTER platform
(
    symbol LowCardinality(String),
    timeframe Enum8('1s' = 1, '1m' = 2, '5m' = 3, '15m' = 4, '30m' = 5, '1h' = 6, '4h' = 7, '1d' = 8, '1w' = 9),
    side Enum8('bid' = 1, 'ask' = 2, 'mid' = 3, 'last' = 4) COMMENT 'which price; mid: (bid + ask) / 2',
    open_time DateTime64(6, 'UTC') COMMENT 'start of the candle' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String),
    log_partition UInt32 COMMENT 'partition of the log the ticks came through' CODEC(T64, LZ4),
    through UInt64 COMMENT 'the newest record of that partition whose ticks are in' CODEC(T64, LZ4),
    open Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    high Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    low Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    close Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    volume UInt64 CODEC(T64, LZ4),
    tick_count UInt64 CODEC(T64, LZ4),
    price_sum Float64 COMMENT 'of the prices' CODEC(LZ4),
    price_volume_sum Float64 COMMENT 'of price * volume; over volume it is the VWAP' CODEC(LZ4),
    spread_sum Float64 COMMENT 'of ask - bid, quote currency; over tick_count it is the mean' CODEC(LZ4),
    spread_min Float64 COMMENT 'quote currency' CODEC(LZ4),
    spread_max Float64 COMMENT 'quote currency' CODEC(LZ4),
    first_place UInt128 COMMENT 'of the opening tick: microseconds * 2^64 + record * 2^20 + row' CODEC(LZ4),
    last_place UInt128 COMMENT 'of the closing tick' CODEC(LZ4),
    INDEX idx_through through TYPE minmax GRANULARITY 16
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', through)
PARTITION BY toYear(open_time)
ORDER BY (symbol, timeframe, side, open_time, broker)
TTL toDateTime(open_time) + INTERVAL 730 DAY TO VOLUME 'cold'
SETTINGS
    index_granularity = 512,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1,
    old_parts_lifetime = 480,
    storage_policy = 'tiered'
COMMENT 'Candles rolled up from ticks';

-- table candles
CREATE TABLE IF NOT EXISTS trading_data.candles ON CLUSTER platform
AS trading_data.candles_local
ENGINE = Distributed(platform, trading_data, candles_local, cityHash64(symbol))
COMMENT 'Candles rolled up from ticks';

-- table candle_progress_local
CREATE TABLE IF NOT EXISTS trading_data.candle_progress_local ON CLUSTER platform
(
    log_partition UInt32,
    through UInt64 COMMENT 'every tick up to this record is in the candles',
    changed DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', through)
ORDER BY (log_partition)
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1,
    old_parts_lifetime = 480
COMMENT 'How far candles are rolled up';

-- table candle_progress
CREATE TABLE IF NOT EXISTS trading_data.candle_progress ON CLUSTER platform
AS trading_data.candle_progress_local
ENGINE = Distributed(platform, trading_data, candle_progress_local, cityHash64(log_partition))
COMMENT 'How far candles are rolled up';
