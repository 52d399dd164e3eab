-- table order_book_local
CREATE TABLE IF NOT EXISTS trading_data.order_book_local ON CLUSTER platform
(
    time DateTime64(6, 'UTC') COMMENT 'event time' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as BTC/USDT',
    exchange LowCardinality(String),
    bids Array(Array(Float64)) COMMENT 'best first; price in quote currency, amount in base currency' CODEC(ZSTD(1)),
    asks Array(Array(Float64)) COMMENT 'best first; price in quote currency, amount in base currency' CODEC(ZSTD(1))
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toDate(time)
ORDER BY (symbol, exchange, time)
TTL toDateTime(time) + INTERVAL 7 DAY TO VOLUME 'cold', toDateTime(time) + INTERVAL 30 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Order book snapshots, one row a book';

-- table order_book
CREATE TABLE IF NOT EXISTS trading_data.order_book ON CLUSTER platform
AS trading_data.order_book_local
ENGINE = Distributed(platform, trading_data, order_book_local, cityHash64(symbol))
COMMENT 'Order book snapshots, one row a book';
