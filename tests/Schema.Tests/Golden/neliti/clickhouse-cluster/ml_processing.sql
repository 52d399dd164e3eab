-- table ml_ticks_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_ticks_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ticks' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in ticks';

-- table ml_ticks_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_ticks_patterns ON CLUSTER platform
AS trading_data.ml_ticks_patterns_local
ENGINE = Distributed(platform, trading_data, ml_ticks_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in ticks';

-- table ml_account_info_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_account_info_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'account_info' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in account_info';

-- table ml_account_info_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_account_info_patterns ON CLUSTER platform
AS trading_data.ml_account_info_patterns_local
ENGINE = Distributed(platform, trading_data, ml_account_info_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in account_info';

-- table ml_positions_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_positions_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'positions' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in positions';

-- table ml_positions_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_positions_patterns ON CLUSTER platform
AS trading_data.ml_positions_patterns_local
ENGINE = Distributed(platform, trading_data, ml_positions_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in positions';

-- table ml_orders_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_orders_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'orders' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in orders';

-- table ml_orders_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_orders_patterns ON CLUSTER platform
AS trading_data.ml_orders_patterns_local
ENGINE = Distributed(platform, trading_data, ml_orders_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in orders';

-- table ml_trade_history_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_trade_history_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'trade_history' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in trade_history';

-- table ml_trade_history_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_trade_history_patterns ON CLUSTER platform
AS trading_data.ml_trade_history_patterns_local
ENGINE = Distributed(platform, trading_data, ml_trade_history_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in trade_history';

-- table ml_symbols_info_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_symbols_info_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'symbols_info' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in symbols_info';

-- table ml_symbols_info_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_symbols_info_patterns ON CLUSTER platform
AS trading_data.ml_symbols_info_patterns_local
ENGINE = Distributed(platform, trading_data, ml_symbols_info_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in symbols_info';

-- table ml_adl_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_adl_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'adl_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in adl_data';

-- table ml_adl_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_adl_patterns ON CLUSTER platform
AS trading_data.ml_adl_patterns_local
ENGINE = Distributed(platform, trading_data, ml_adl_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in adl_data';

-- table ml_ao_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_ao_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ao_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in ao_data';

-- table ml_ao_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_ao_patterns ON CLUSTER platform
AS trading_data.ml_ao_patterns_local
ENGINE = Distributed(platform, trading_data, ml_ao_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in ao_data';

-- table ml_macd_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_macd_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'macd_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in macd_data';

-- table ml_macd_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_macd_patterns ON CLUSTER platform
AS trading_data.ml_macd_patterns_local
ENGINE = Distributed(platform, trading_data, ml_macd_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in macd_data';

-- table ml_rsi_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_rsi_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'rsi_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in rsi_data';

-- table ml_rsi_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_rsi_patterns ON CLUSTER platform
AS trading_data.ml_rsi_patterns_local
ENGINE = Distributed(platform, trading_data, ml_rsi_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in rsi_data';

-- table ml_volume_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_volume_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'volume_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in volume_data';

-- table ml_volume_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_volume_patterns ON CLUSTER platform
AS trading_data.ml_volume_patterns_local
ENGINE = Distributed(platform, trading_data, ml_volume_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in volume_data';

-- table ml_correlation_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_correlation_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'correlation_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in correlation_data';

-- table ml_correlation_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_correlation_patterns ON CLUSTER platform
AS trading_data.ml_correlation_patterns_local
ENGINE = Distributed(platform, trading_data, ml_correlation_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in correlation_data';

-- table ml_obv_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_obv_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'obv_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in obv_data';

-- table ml_obv_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_obv_patterns ON CLUSTER platform
AS trading_data.ml_obv_patterns_local
ENGINE = Distributed(platform, trading_data, ml_obv_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in obv_data';

-- table ml_mfi_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_mfi_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'mfi_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in mfi_data';

-- table ml_mfi_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_mfi_patterns ON CLUSTER platform
AS trading_data.ml_mfi_patterns_local
ENGINE = Distributed(platform, trading_data, ml_mfi_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in mfi_data';

-- table ml_stochastic_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_stochastic_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'stochastic_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in stochastic_data';

-- table ml_stochastic_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_stochastic_patterns ON CLUSTER platform
AS trading_data.ml_stochastic_patterns_local
ENGINE = Distributed(platform, trading_data, ml_stochastic_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in stochastic_data';

-- table ml_economic_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_economic_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'economic_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in economic_data';

-- table ml_economic_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_economic_patterns ON CLUSTER platform
AS trading_data.ml_economic_patterns_local
ENGINE = Distributed(platform, trading_data, ml_economic_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in economic_data';

-- table ml_sessions_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_sessions_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'sessions_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in sessions_data';

-- table ml_sessions_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_sessions_patterns ON CLUSTER platform
AS trading_data.ml_sessions_patterns_local
ENGINE = Distributed(platform, trading_data, ml_sessions_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in sessions_data';

-- table ml_orderbook_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_orderbook_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'orderbook_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in orderbook_data';

-- table ml_orderbook_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_orderbook_patterns ON CLUSTER platform
AS trading_data.ml_orderbook_patterns_local
ENGINE = Distributed(platform, trading_data, ml_orderbook_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in orderbook_data';

-- table ml_slippage_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_slippage_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'slippage_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in slippage_data';

-- table ml_slippage_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_slippage_patterns ON CLUSTER platform
AS trading_data.ml_slippage_patterns_local
ENGINE = Distributed(platform, trading_data, ml_slippage_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in slippage_data';

-- table ml_timesales_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_timesales_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'timesales_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in timesales_data';

-- table ml_timesales_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_timesales_patterns ON CLUSTER platform
AS trading_data.ml_timesales_patterns_local
ENGINE = Distributed(platform, trading_data, ml_timesales_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in timesales_data';

-- table ml_ema_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_ema_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ema_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in ema_data';

-- table ml_ema_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_ema_patterns ON CLUSTER platform
AS trading_data.ml_ema_patterns_local
ENGINE = Distributed(platform, trading_data, ml_ema_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in ema_data';

-- table ml_bollinger_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_bollinger_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'bollinger_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in bollinger_data';

-- table ml_bollinger_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_bollinger_patterns ON CLUSTER platform
AS trading_data.ml_bollinger_patterns_local
ENGINE = Distributed(platform, trading_data, ml_bollinger_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in bollinger_data';

-- table ml_ichimoku_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_ichimoku_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ichimoku_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in ichimoku_data';

-- table ml_ichimoku_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_ichimoku_patterns ON CLUSTER platform
AS trading_data.ml_ichimoku_patterns_local
ENGINE = Distributed(platform, trading_data, ml_ichimoku_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in ichimoku_data';

-- table ml_economic_calendar_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_economic_calendar_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'economic_calendar' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in economic_calendar';

-- table ml_economic_calendar_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_economic_calendar_patterns ON CLUSTER platform
AS trading_data.ml_economic_calendar_patterns_local
ENGINE = Distributed(platform, trading_data, ml_economic_calendar_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in economic_calendar';

-- table ml_news_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_news_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'news_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in news_data';

-- table ml_news_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_news_patterns ON CLUSTER platform
AS trading_data.ml_news_patterns_local
ENGINE = Distributed(platform, trading_data, ml_news_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in news_data';

-- table ml_market_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_market_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'market_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in market_data';

-- table ml_market_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_market_patterns ON CLUSTER platform
AS trading_data.ml_market_patterns_local
ENGINE = Distributed(platform, trading_data, ml_market_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in market_data';

-- table ml_cot_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_cot_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'cot_reports' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in cot_reports';

-- table ml_cot_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_cot_patterns ON CLUSTER platform
AS trading_data.ml_cot_patterns_local
ENGINE = Distributed(platform, trading_data, ml_cot_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in cot_reports';

-- table ml_social_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_social_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'social_sentiment' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in social_sentiment';

-- table ml_social_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_social_patterns ON CLUSTER platform
AS trading_data.ml_social_patterns_local
ENGINE = Distributed(platform, trading_data, ml_social_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in social_sentiment';

-- table ml_cross_asset_correlation_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_cross_asset_correlation_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'cross_asset_correlation' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in cross_asset_correlation';

-- table ml_cross_asset_correlation_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_cross_asset_correlation_patterns ON CLUSTER platform
AS trading_data.ml_cross_asset_correlation_patterns_local
ENGINE = Distributed(platform, trading_data, ml_cross_asset_correlation_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in cross_asset_correlation';

-- table ml_alternative_data_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_alternative_data_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ml_model_version String CODEC(ZSTD(1)),
    ml_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ml_prediction Float32 CODEC(Gorilla, LZ4),
    ml_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_type LowCardinality(String),
    pattern_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_direction LowCardinality(String),
    pattern_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    features Array(Float32),
    feature_importance Array(Float32) COMMENT 'as feature_names',
    feature_names Array(String),
    accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_prediction LowCardinality(String),
    support_levels Array(Float32) COMMENT 'quote currency',
    resistance_levels Array(Float32) COMMENT 'quote currency',
    volatility_forecast Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'alternative_data' COMMENT 'table the row was derived from',
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    model_type LowCardinality(String),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Patterns found by ML models in alternative_data';

-- table ml_alternative_data_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_alternative_data_patterns ON CLUSTER platform
AS trading_data.ml_alternative_data_patterns_local
ENGINE = Distributed(platform, trading_data, ml_alternative_data_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found by ML models in alternative_data';

-- table ml_combined_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_combined_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ensemble_prediction Float32 CODEC(Gorilla, LZ4),
    ensemble_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ensemble_probability Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    consensus_direction LowCardinality(String),
    raw_data_weight Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    indicator_weight Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    external_data_weight Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dominant_pattern LowCardinality(String),
    pattern_consensus Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    conflicting_signals Array(String),
    combined_features Array(Float32),
    feature_correlations Array(Float32),
    top_features Array(String),
    model_agreement Float32 COMMENT 'ratio 0..1' CODEC(Gorilla, LZ4),
    prediction_stability Float32 CODEC(Gorilla, LZ4),
    cross_validation_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    market_regime LowCardinality(String),
    volatility_regime LowCardinality(String),
    liquidity_regime LowCardinality(String),
    signal_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recommended_action LowCardinality(String),
    risk_level LowCardinality(String),
    confidence_interval Array(Float32) COMMENT '[lower, upper]',
    source_tables Array(String),
    models_used Array(String),
    processing_time_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 60 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Ensemble of the ML models over all sources';

-- table ml_combined_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_combined_patterns ON CLUSTER platform
AS trading_data.ml_combined_patterns_local
ENGINE = Distributed(platform, trading_data, ml_combined_patterns_local, cityHash64(symbol))
COMMENT 'Ensemble of the ML models over all sources';

-- table ml_features_combined_local
CREATE TABLE IF NOT EXISTS trading_data.ml_features_combined_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD',
    timeframe String COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    feature_vector Array(Float64) COMMENT 'as feature_names',
    feature_names Array(String),
    model_version String,
    broker String,
    account_type String COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, timeframe, timestamp)
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Feature vectors over all sources';

-- table ml_features_combined
CREATE TABLE IF NOT EXISTS trading_data.ml_features_combined ON CLUSTER platform
AS trading_data.ml_features_combined_local
ENGINE = Distributed(platform, trading_data, ml_features_combined_local, cityHash64(symbol))
COMMENT 'Feature vectors over all sources';

-- table ml_tick_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.ml_tick_patterns_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD',
    pattern_type String,
    confidence_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_horizon_minutes UInt16 COMMENT 'minutes' CODEC(T64, LZ4),
    model_id String,
    feature_importance Array(Float64) COMMENT 'as feature_names',
    broker String,
    account_type String COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, timestamp)
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Patterns found in ticks';

-- table ml_tick_patterns
CREATE TABLE IF NOT EXISTS trading_data.ml_tick_patterns ON CLUSTER platform
AS trading_data.ml_tick_patterns_local
ENGINE = Distributed(platform, trading_data, ml_tick_patterns_local, cityHash64(symbol))
COMMENT 'Patterns found in ticks';
