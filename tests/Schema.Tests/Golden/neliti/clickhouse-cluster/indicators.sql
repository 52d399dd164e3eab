-- table adl_data_local
CREATE TABLE IF NOT EXISTS trading_data.adl_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    adl Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    adl_ma_14 Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    adl_ma_21 Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    adl_ma_50 Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    volume UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    adl_trend LowCardinality(String),
    divergence_signals String CODEC(ZSTD(1)),
    volume_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    accumulation_phases String CODEC(ZSTD(1)),
    distribution_phases String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'ADL_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Accumulation/distribution line';

-- table adl_data
CREATE TABLE IF NOT EXISTS trading_data.adl_data ON CLUSTER platform
AS trading_data.adl_data_local
ENGINE = Distributed(platform, trading_data, adl_data_local, cityHash64(symbol))
COMMENT 'Accumulation/distribution line';

-- table ao_data_local
CREATE TABLE IF NOT EXISTS trading_data.ao_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ao Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ao_fast_ma Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ao_slow_ma Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ao_histogram Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ao_signal_line Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ao_trend LowCardinality(String),
    zero_line_crosses String CODEC(ZSTD(1)),
    twin_peaks String CODEC(ZSTD(1)),
    saucer_signals String CODEC(ZSTD(1)),
    momentum_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'AO_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Awesome oscillator';

-- table ao_data
CREATE TABLE IF NOT EXISTS trading_data.ao_data ON CLUSTER platform
AS trading_data.ao_data_local
ENGINE = Distributed(platform, trading_data, ao_data_local, cityHash64(symbol))
COMMENT 'Awesome oscillator';

-- table macd_data_local
CREATE TABLE IF NOT EXISTS trading_data.macd_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    macd_1 Float64 COMMENT 'quote currency, parameter set 1' CODEC(Gorilla, LZ4),
    macd_signal_1 Float64 COMMENT 'quote currency, parameter set 1' CODEC(Gorilla, LZ4),
    macd_histogram_1 Float64 COMMENT 'quote currency, parameter set 1' CODEC(Gorilla, LZ4),
    macd_2 Float64 COMMENT 'quote currency, parameter set 2' CODEC(Gorilla, LZ4),
    macd_signal_2 Float64 COMMENT 'quote currency, parameter set 2' CODEC(Gorilla, LZ4),
    macd_histogram_2 Float64 COMMENT 'quote currency, parameter set 2' CODEC(Gorilla, LZ4),
    macd_3 Float64 COMMENT 'quote currency, parameter set 3' CODEC(Gorilla, LZ4),
    macd_signal_3 Float64 COMMENT 'quote currency, parameter set 3' CODEC(Gorilla, LZ4),
    macd_histogram_3 Float64 COMMENT 'quote currency, parameter set 3' CODEC(Gorilla, LZ4),
    macd_4 Float64 COMMENT 'quote currency, parameter set 4' CODEC(Gorilla, LZ4),
    macd_signal_4 Float64 COMMENT 'quote currency, parameter set 4' CODEC(Gorilla, LZ4),
    macd_histogram_4 Float64 COMMENT 'quote currency, parameter set 4' CODEC(Gorilla, LZ4),
    macd_consensus LowCardinality(String),
    divergence_analysis String CODEC(ZSTD(1)),
    momentum_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    trend_confirmation LowCardinality(String),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'MACD_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'MACD in four parameter sets';

-- table macd_data
CREATE TABLE IF NOT EXISTS trading_data.macd_data ON CLUSTER platform
AS trading_data.macd_data_local
ENGINE = Distributed(platform, trading_data, macd_data_local, cityHash64(symbol))
COMMENT 'MACD in four parameter sets';

-- table rsi_data_local
CREATE TABLE IF NOT EXISTS trading_data.rsi_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    rsi_14 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    rsi_21 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    rsi_30 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    rsi_50 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    rsi_consensus LowCardinality(String),
    overbought_signals String CODEC(ZSTD(1)),
    oversold_signals String CODEC(ZSTD(1)),
    rsi_divergences String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'RSI_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Relative strength index';

-- table rsi_data
CREATE TABLE IF NOT EXISTS trading_data.rsi_data ON CLUSTER platform
AS trading_data.rsi_data_local
ENGINE = Distributed(platform, trading_data, rsi_data_local, cityHash64(symbol))
COMMENT 'Relative strength index';

-- table volume_data_local
CREATE TABLE IF NOT EXISTS trading_data.volume_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    volume UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    volume_ma Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    volume_ratio Float64 COMMENT 'volume / volume_ma' CODEC(Gorilla, LZ4),
    price_volume_trend Float64 CODEC(Gorilla, LZ4),
    volume_trend LowCardinality(String),
    volume_spikes String CODEC(ZSTD(1)),
    volume_dry_ups String CODEC(ZSTD(1)),
    price_volume_correlation Float32 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Volume_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Volume against its average';

-- table volume_data
CREATE TABLE IF NOT EXISTS trading_data.volume_data ON CLUSTER platform
AS trading_data.volume_data_local
ENGINE = Distributed(platform, trading_data, volume_data_local, cityHash64(symbol))
COMMENT 'Volume against its average';

-- table correlation_data_local
CREATE TABLE IF NOT EXISTS trading_data.correlation_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    returns Float64 COMMENT 'ratio to the candle before' CODEC(Gorilla, LZ4),
    volatility Float64 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    correlation_20 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_50 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_100 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_200 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_regime LowCardinality(String),
    correlation_breakdowns String CODEC(ZSTD(1)),
    cross_asset_signals String CODEC(ZSTD(1)),
    diversification_ratio Float32 COMMENT '1 is none' CODEC(Gorilla, LZ4),
    correlation_stability Float32 CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Correlation_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Correlation of a symbol with its market';

-- table correlation_data
CREATE TABLE IF NOT EXISTS trading_data.correlation_data ON CLUSTER platform
AS trading_data.correlation_data_local
ENGINE = Distributed(platform, trading_data, correlation_data_local, cityHash64(symbol))
COMMENT 'Correlation of a symbol with its market';

-- table obv_data_local
CREATE TABLE IF NOT EXISTS trading_data.obv_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    obv Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    obv_ma_14 Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    obv_ma_21 Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    obv_ma_50 Float64 COMMENT 'lots, running sum' CODEC(Gorilla, LZ4),
    volume UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    obv_trend LowCardinality(String),
    volume_price_alignment LowCardinality(String),
    obv_divergences String CODEC(ZSTD(1)),
    volume_confirmation Bool,
    trend_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'OBV_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'On-balance volume';

-- table obv_data
CREATE TABLE IF NOT EXISTS trading_data.obv_data ON CLUSTER platform
AS trading_data.obv_data_local
ENGINE = Distributed(platform, trading_data, obv_data_local, cityHash64(symbol))
COMMENT 'On-balance volume';

-- table mfi_data_local
CREATE TABLE IF NOT EXISTS trading_data.mfi_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    mfi_14 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    mfi_21 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    mfi_30 Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    positive_money_flow Float64 COMMENT 'quote currency x lots' CODEC(Gorilla, LZ4),
    negative_money_flow Float64 COMMENT 'quote currency x lots' CODEC(Gorilla, LZ4),
    money_flow_ratio Float64 COMMENT 'positive / negative' CODEC(Gorilla, LZ4),
    mfi_trend LowCardinality(String),
    overbought_levels String CODEC(ZSTD(1)),
    oversold_levels String CODEC(ZSTD(1)),
    money_flow_divergences String CODEC(ZSTD(1)),
    volume_price_pressure Float32 CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'MFI_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Money flow index';

-- table mfi_data
CREATE TABLE IF NOT EXISTS trading_data.mfi_data ON CLUSTER platform
AS trading_data.mfi_data_local
ENGINE = Distributed(platform, trading_data, mfi_data_local, cityHash64(symbol))
COMMENT 'Money flow index';

-- table stochastic_data_local
CREATE TABLE IF NOT EXISTS trading_data.stochastic_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    stoch_k Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    stoch_d Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    stoch_k_slow Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    stoch_d_slow Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    stoch_rsi Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    stoch_trend LowCardinality(String),
    overbought_signals String CODEC(ZSTD(1)),
    oversold_signals String CODEC(ZSTD(1)),
    bullish_crossovers String CODEC(ZSTD(1)),
    bearish_crossovers String CODEC(ZSTD(1)),
    divergence_patterns String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Stochastic_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Stochastic oscillator';

-- table stochastic_data
CREATE TABLE IF NOT EXISTS trading_data.stochastic_data ON CLUSTER platform
AS trading_data.stochastic_data_local
ENGINE = Distributed(platform, trading_data, stochastic_data_local, cityHash64(symbol))
COMMENT 'Stochastic oscillator';

-- table economic_data_local
CREATE TABLE IF NOT EXISTS trading_data.economic_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    gdp_growth Float64 COMMENT 'percent a year' CODEC(Gorilla, LZ4),
    inflation_rate Float64 COMMENT 'percent a year' CODEC(Gorilla, LZ4),
    unemployment_rate Float64 COMMENT 'percent' CODEC(Gorilla, LZ4),
    interest_rates Float64 COMMENT 'percent a year' CODEC(Gorilla, LZ4),
    retail_sales Float64 COMMENT 'percent a month' CODEC(Gorilla, LZ4),
    industrial_production Float64 COMMENT 'percent a month' CODEC(Gorilla, LZ4),
    economic_trend LowCardinality(String),
    leading_indicators String CODEC(ZSTD(1)),
    lagging_indicators String CODEC(ZSTD(1)),
    economic_surprises String CODEC(ZSTD(1)),
    policy_implications String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Economic_Client' COMMENT 'collector that wrote the row',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Economic figures by symbol';

-- table economic_data
CREATE TABLE IF NOT EXISTS trading_data.economic_data ON CLUSTER platform
AS trading_data.economic_data_local
ENGINE = Distributed(platform, trading_data, economic_data_local, cityHash64(symbol))
COMMENT 'Economic figures by symbol';

-- table sessions_data_local
CREATE TABLE IF NOT EXISTS trading_data.sessions_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    session_type LowCardinality(String),
    session_open_time DateTime64(3) CODEC(DoubleDelta, LZ4),
    session_close_time DateTime64(3) CODEC(DoubleDelta, LZ4),
    session_volume UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    session_range Float64 COMMENT 'high - low, quote currency' CODEC(Gorilla, LZ4),
    session_volatility Float64 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    session_trend LowCardinality(String),
    liquidity_patterns String CODEC(ZSTD(1)),
    volume_patterns String CODEC(ZSTD(1)),
    session_overlaps String CODEC(ZSTD(1)),
    institutional_activity Float32 CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Sessions_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Trading sessions by symbol';

-- table sessions_data
CREATE TABLE IF NOT EXISTS trading_data.sessions_data ON CLUSTER platform
AS trading_data.sessions_data_local
ENGINE = Distributed(platform, trading_data, sessions_data_local, cityHash64(symbol))
COMMENT 'Trading sessions by symbol';

-- table orderbook_data_local
CREATE TABLE IF NOT EXISTS trading_data.orderbook_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    bid_depth_levels Array(Float64) COMMENT 'prices, best first, quote currency',
    ask_depth_levels Array(Float64) COMMENT 'prices, best first, quote currency',
    bid_volumes Array(UInt64) COMMENT 'lots, as bid_depth_levels',
    ask_volumes Array(UInt64) COMMENT 'lots, as ask_depth_levels',
    order_flow_imbalance Float64 COMMENT '-1 (sells) to 1 (buys)' CODEC(Gorilla, LZ4),
    market_depth Float64 COMMENT 'lots on both sides' CODEC(Gorilla, LZ4),
    liquidity_analysis String CODEC(ZSTD(1)),
    support_resistance_levels String CODEC(ZSTD(1)),
    institutional_footprints String CODEC(ZSTD(1)),
    order_flow_patterns String CODEC(ZSTD(1)),
    market_microstructure Float32 CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'OrderBook_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 90 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Order book snapshots, levels as arrays';

-- table orderbook_data
CREATE TABLE IF NOT EXISTS trading_data.orderbook_data ON CLUSTER platform
AS trading_data.orderbook_data_local
ENGINE = Distributed(platform, trading_data, orderbook_data_local, cityHash64(symbol))
COMMENT 'Order book snapshots, levels as arrays';

-- table slippage_data_local
CREATE TABLE IF NOT EXISTS trading_data.slippage_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    expected_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    executed_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    slippage_pips Float64 COMMENT 'pips, positive is worse' CODEC(Gorilla, LZ4),
    slippage_percentage Float64 COMMENT 'percent of the expected price' CODEC(Gorilla, LZ4),
    trade_size UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    market_impact Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    slippage_trends String CODEC(ZSTD(1)),
    execution_quality Float32 CODEC(Gorilla, LZ4),
    market_conditions LowCardinality(String),
    liquidity_assessment String CODEC(ZSTD(1)),
    cost_analysis String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Slippage_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Expected against executed prices';

-- table slippage_data
CREATE TABLE IF NOT EXISTS trading_data.slippage_data ON CLUSTER platform
AS trading_data.slippage_data_local
ENGINE = Distributed(platform, trading_data, slippage_data_local, cityHash64(symbol))
COMMENT 'Expected against executed prices';

-- table timesales_data_local
CREATE TABLE IF NOT EXISTS trading_data.timesales_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    trade_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    trade_volume UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    trade_side LowCardinality(String) COMMENT 'buy or sell',
    trade_conditions String CODEC(ZSTD(1)),
    cumulative_volume UInt64 COMMENT 'lots since the session opened' CODEC(T64, LZ4),
    vwap Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    tape_reading_signals String CODEC(ZSTD(1)),
    institutional_prints String CODEC(ZSTD(1)),
    block_trades String CODEC(ZSTD(1)),
    unusual_activity String CODEC(ZSTD(1)),
    market_sentiment Float32 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'TimeSales_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 90 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Time and sales';

-- table timesales_data
CREATE TABLE IF NOT EXISTS trading_data.timesales_data ON CLUSTER platform
AS trading_data.timesales_data_local
ENGINE = Distributed(platform, trading_data, timesales_data_local, cityHash64(symbol))
COMMENT 'Time and sales';

-- table ema_data_local
CREATE TABLE IF NOT EXISTS trading_data.ema_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ema_9 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_12 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_20 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_26 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_50 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_100 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_200 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ema_alignment LowCardinality(String),
    ema_crossovers String CODEC(ZSTD(1)),
    short_term_trend LowCardinality(String),
    long_term_trend LowCardinality(String),
    trend_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    momentum_direction LowCardinality(String),
    price_ema_distance Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    trend_consistency Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'EMA_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Exponential moving averages';

-- table ema_data
CREATE TABLE IF NOT EXISTS trading_data.ema_data ON CLUSTER platform
AS trading_data.ema_data_local
ENGINE = Distributed(platform, trading_data, ema_data_local, cityHash64(symbol))
COMMENT 'Exponential moving averages';

-- table bollinger_data_local
CREATE TABLE IF NOT EXISTS trading_data.bollinger_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    bb_upper Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_middle Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_lower Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_width Float64 COMMENT '(upper - lower) / middle' CODEC(Gorilla, LZ4),
    bb_percent Float64 COMMENT '(close - lower) / (upper - lower)' CODEC(Gorilla, LZ4),
    bb_upper_20_2 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_lower_20_2 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_upper_20_1 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_lower_20_1 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bb_squeeze Bool,
    bb_expansion Bool,
    band_position LowCardinality(String),
    volatility_regime LowCardinality(String),
    mean_reversion_signal LowCardinality(String),
    upper_band_touches UInt32 CODEC(T64, LZ4),
    lower_band_touches UInt32 CODEC(T64, LZ4),
    band_walk_direction LowCardinality(String),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Bollinger_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Bollinger bands';

-- table bollinger_data
CREATE TABLE IF NOT EXISTS trading_data.bollinger_data ON CLUSTER platform
AS trading_data.bollinger_data_local
ENGINE = Distributed(platform, trading_data, bollinger_data_local, cityHash64(symbol))
COMMENT 'Bollinger bands';

-- table ichimoku_data_local
CREATE TABLE IF NOT EXISTS trading_data.ichimoku_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    tenkan_sen Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    kijun_sen Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    senkou_span_a Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    senkou_span_b Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    chikou_span Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    cloud_color LowCardinality(String),
    cloud_thickness Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    price_cloud_position LowCardinality(String),
    future_cloud_color LowCardinality(String),
    tk_cross LowCardinality(String),
    price_kijun_relation LowCardinality(String),
    chikou_confirmation Bool,
    kumo_breakout LowCardinality(String),
    ichimoku_trend LowCardinality(String),
    trend_strength Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    momentum_confirmation Bool,
    equilibrium_level Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    time_cycles Array(UInt32) COMMENT 'candles',
    cycle_analysis String CODEC(ZSTD(1)),
    wave_patterns String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Ichimoku_Client' COMMENT 'collector that wrote the row',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Ichimoku cloud';

-- table ichimoku_data
CREATE TABLE IF NOT EXISTS trading_data.ichimoku_data ON CLUSTER platform
AS trading_data.ichimoku_data_local
ENGINE = Distributed(platform, trading_data, ichimoku_data_local, cityHash64(symbol))
COMMENT 'Ichimoku cloud';

-- table session_analysis_local
CREATE TABLE IF NOT EXISTS trading_data.session_analysis_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    sydney_active Bool DEFAULT false,
    tokyo_active Bool DEFAULT false,
    london_active Bool DEFAULT false,
    new_york_active Bool DEFAULT false,
    active_session_count UInt8,
    primary_session LowCardinality(String) DEFAULT 'Unknown',
    session_overlap_type LowCardinality(String) DEFAULT 'None',
    expected_liquidity Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    expected_volatility Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    spread_expectation Float32 COMMENT 'pips' CODEC(Gorilla, LZ4),
    overlap_duration_minutes UInt16 COMMENT 'minutes' CODEC(T64, LZ4),
    liquidity_multiplier Float32 COMMENT '1 is ordinary' CODEC(Gorilla, LZ4),
    institutional_activity_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    is_weekend Bool DEFAULT false,
    is_holiday Bool DEFAULT false,
    reduced_liquidity Bool DEFAULT false,
    timezone_offset Int16 COMMENT 'minutes from UTC' CODEC(T64, LZ4),
    daylight_saving_active Bool,
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Session_Client' COMMENT 'collector that wrote the row',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    INDEX idx_primary_session primary_session TYPE set(10) GRANULARITY 4,
    INDEX idx_overlap_type session_overlap_type TYPE set(20) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Which sessions are open, and what to expect of them';

-- table session_analysis
CREATE TABLE IF NOT EXISTS trading_data.session_analysis ON CLUSTER platform
AS trading_data.session_analysis_local
ENGINE = Distributed(platform, trading_data, session_analysis_local, cityHash64(primary_session))
COMMENT 'Which sessions are open, and what to expect of them';

-- table advanced_patterns_local
CREATE TABLE IF NOT EXISTS trading_data.advanced_patterns_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    pattern_type LowCardinality(String),
    pattern_subtype LowCardinality(String),
    pattern_category LowCardinality(String),
    pattern_strength Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_confidence Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    harmonic_pattern_type LowCardinality(String),
    harmonic_completion_percentage Float64 COMMENT 'percent' CODEC(Gorilla, LZ4),
    harmonic_target_1 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    harmonic_target_2 Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    harmonic_stop_loss Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    elliott_wave_count LowCardinality(String),
    elliott_wave_degree LowCardinality(String),
    elliott_wave_direction LowCardinality(String),
    elliott_wave_completion Float64 CODEC(Gorilla, LZ4),
    elliott_wave_target Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    candlestick_pattern LowCardinality(String),
    candlestick_reliability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    candlestick_context LowCardinality(String),
    candlestick_confirmation Bool DEFAULT false,
    chart_pattern_type LowCardinality(String),
    chart_pattern_stage LowCardinality(String),
    chart_pattern_breakout_target Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    chart_pattern_volume_confirmation Bool DEFAULT false,
    fibonacci_retracement_levels Array(Float64) COMMENT 'quote currency',
    fibonacci_extension_levels Array(Float64) COMMENT 'quote currency',
    fibonacci_support_resistance Array(Float64) COMMENT 'quote currency',
    fibonacci_confluence_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    volume_pattern_type LowCardinality(String),
    volume_anomaly_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    volume_confirmation Bool DEFAULT false,
    volume_divergence_signal LowCardinality(String),
    higher_timeframe_pattern LowCardinality(String),
    lower_timeframe_pattern LowCardinality(String),
    pattern_alignment_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    pattern_start_time DateTime64(3) CODEC(DoubleDelta, LZ4),
    pattern_completion_time Nullable(DateTime64(3)),
    pattern_duration_minutes UInt32 COMMENT 'minutes' CODEC(T64, LZ4),
    pattern_success_probability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    market_structure_shift Bool DEFAULT false,
    break_of_structure Bool DEFAULT false,
    change_of_character Bool DEFAULT false,
    order_block_formation Bool DEFAULT false,
    fair_value_gap Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    imbalance_level Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    institutional_candle Bool DEFAULT false,
    liquidity_grab_signal Bool DEFAULT false,
    invalidation_level Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    invalidation_triggered Bool DEFAULT false,
    invalidation_reason LowCardinality(String),
    risk_reward_ratio Float64 COMMENT 'reward / risk' CODEC(Gorilla, LZ4),
    position_size_recommendation Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    time_based_exit DateTime64(3) CODEC(DoubleDelta, LZ4),
    pattern_quality_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    historical_success_rate Float64 CODEC(Gorilla, LZ4),
    market_conditions_suitability Float64 CODEC(Gorilla, LZ4),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'Pattern_Client' COMMENT 'collector that wrote the row',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    INDEX idx_pattern_type pattern_type TYPE set(50) GRANULARITY 4,
    INDEX idx_pattern_category pattern_category TYPE set(20) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 3 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Harmonic, Elliott, candlestick and chart patterns';

-- table advanced_patterns
CREATE TABLE IF NOT EXISTS trading_data.advanced_patterns ON CLUSTER platform
AS trading_data.advanced_patterns_local
ENGINE = Distributed(platform, trading_data, advanced_patterns_local, cityHash64(symbol))
COMMENT 'Harmonic, Elliott, candlestick and chart patterns';

-- table model_performance_local
CREATE TABLE IF NOT EXISTS trading_data.model_performance_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    model_id String CODEC(ZSTD(1)),
    model_name LowCardinality(String),
    model_type LowCardinality(String),
    model_version String CODEC(ZSTD(1)),
    model_framework LowCardinality(String),
    accuracy Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    precision Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    recall Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    f1_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    auc_roc Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    mse Float64 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float64 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float64 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    r2_score Float64 COMMENT 'at most 1' CODEC(Gorilla, LZ4),
    sharpe_ratio Float64 COMMENT 'annualised' CODEC(Gorilla, LZ4),
    max_drawdown Float64 COMMENT 'ratio 0..1' CODEC(Gorilla, LZ4),
    win_rate Float64 COMMENT 'ratio 0..1' CODEC(Gorilla, LZ4),
    profit_factor Float64 COMMENT 'gross profit / gross loss' CODEC(Gorilla, LZ4),
    calmar_ratio Float64 COMMENT 'annual return / max drawdown' CODEC(Gorilla, LZ4),
    drift_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    drift_detected Bool DEFAULT false,
    drift_severity LowCardinality(String),
    concept_drift_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    data_quality_score Float64 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    missing_data_percentage Float64 COMMENT 'percent' CODEC(Gorilla, LZ4),
    outlier_percentage Float64 COMMENT 'percent' CODEC(Gorilla, LZ4),
    data_staleness_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    feature_importance_scores Array(Float64) COMMENT 'as feature_names',
    feature_names Array(String),
    feature_drift_scores Array(Float64) COMMENT 'as feature_names',
    top_performing_features Array(String),
    prediction_confidence Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_calibration Float64 CODEC(Gorilla, LZ4),
    prediction_stability Float64 CODEC(Gorilla, LZ4),
    prediction_latency_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    ensemble_weight Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ensemble_contribution Float64 CODEC(Gorilla, LZ4),
    ensemble_disagreement Float64 CODEC(Gorilla, LZ4),
    throughput_predictions_per_second Float64 COMMENT 'predictions/s' CODEC(Gorilla, LZ4),
    memory_usage_mb Float64 COMMENT 'MB' CODEC(Gorilla, LZ4),
    cpu_usage_percentage Float64 COMMENT 'percent' CODEC(Gorilla, LZ4),
    inference_time_ms Float64 COMMENT 'ms' CODEC(Gorilla, LZ4),
    model_health_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    model_status LowCardinality(String),
    last_retrained_at DateTime64(3) CODEC(DoubleDelta, LZ4),
    retraining_trigger LowCardinality(String),
    revenue_impact Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    risk_adjusted_return Float64 CODEC(Gorilla, LZ4),
    trade_execution_efficiency Float64 CODEC(Gorilla, LZ4),
    benchmark_comparison Float64 CODEC(Gorilla, LZ4),
    peer_model_comparison Float64 CODEC(Gorilla, LZ4),
    improvement_over_baseline Float64 CODEC(Gorilla, LZ4),
    performance_alert_triggered Bool DEFAULT false,
    alert_severity LowCardinality(String),
    alert_message String CODEC(ZSTD(1)),
    market_regime LowCardinality(String),
    volatility_regime LowCardinality(String),
    performance_by_regime String CODEC(ZSTD(1)),
    shap_values Array(Float64) COMMENT 'as feature_names',
    lime_explanations String CODEC(ZSTD(1)),
    feature_interactions String CODEC(ZSTD(1)),
    collection_time_seconds Float32 COMMENT 's, spent collecting' CODEC(Gorilla, LZ4),
    error_count UInt16 COMMENT 'errors while collecting' CODEC(T64, LZ4),
    source_client LowCardinality(String) DEFAULT 'ModelPerf_Client' COMMENT 'collector that wrote the row',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    INDEX idx_model_id model_id TYPE set(100) GRANULARITY 4,
    INDEX idx_model_name model_name TYPE set(50) GRANULARITY 4,
    INDEX idx_model_type model_type TYPE set(20) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (broker, symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'How models do in production';

-- table model_performance
CREATE TABLE IF NOT EXISTS trading_data.model_performance ON CLUSTER platform
AS trading_data.model_performance_local
ENGINE = Distributed(platform, trading_data, model_performance_local, cityHash64(symbol))
COMMENT 'How models do in production';

-- table sma_20_local
CREATE TABLE IF NOT EXISTS trading_data.sma_20_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD',
    timeframe String COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    sma_value Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    period UInt16 COMMENT 'candles' CODEC(T64, LZ4),
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
COMMENT 'Simple moving average over 20 candles';

-- table sma_20
CREATE TABLE IF NOT EXISTS trading_data.sma_20 ON CLUSTER platform
AS trading_data.sma_20_local
ENGINE = Distributed(platform, trading_data, sma_20_local, cityHash64(symbol))
COMMENT 'Simple moving average over 20 candles';

-- table ema_50_local
CREATE TABLE IF NOT EXISTS trading_data.ema_50_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD',
    timeframe String COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ema_value Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    period UInt16 COMMENT 'candles' CODEC(T64, LZ4),
    smoothing_factor Float64 COMMENT '2 / (period + 1)' CODEC(Gorilla, LZ4),
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
COMMENT 'Exponential moving average over 50 candles';

-- table ema_50
CREATE TABLE IF NOT EXISTS trading_data.ema_50 ON CLUSTER platform
AS trading_data.ema_50_local
ENGINE = Distributed(platform, trading_data, ema_50_local, cityHash64(symbol))
COMMENT 'Exponential moving average over 50 candles';

-- table rsi_14_local
CREATE TABLE IF NOT EXISTS trading_data.rsi_14_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD',
    timeframe String COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    rsi_value Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    period UInt16 COMMENT 'candles' CODEC(T64, LZ4),
    overbought_level Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    oversold_level Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
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
COMMENT 'Relative strength index over 14 candles';

-- table rsi_14
CREATE TABLE IF NOT EXISTS trading_data.rsi_14 ON CLUSTER platform
AS trading_data.rsi_14_local
ENGINE = Distributed(platform, trading_data, rsi_14_local, cityHash64(symbol))
COMMENT 'Relative strength index over 14 candles';
