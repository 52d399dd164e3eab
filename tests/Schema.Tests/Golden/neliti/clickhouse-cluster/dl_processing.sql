-- table dl_ticks_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_ticks_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ticks' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over ticks';

-- table dl_ticks_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_ticks_predictions ON CLUSTER platform
AS trading_data.dl_ticks_predictions_local
ENGINE = Distributed(platform, trading_data, dl_ticks_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over ticks';

-- table dl_account_info_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_account_info_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'account_info' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over account_info';

-- table dl_account_info_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_account_info_predictions ON CLUSTER platform
AS trading_data.dl_account_info_predictions_local
ENGINE = Distributed(platform, trading_data, dl_account_info_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over account_info';

-- table dl_positions_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_positions_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'positions' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over positions';

-- table dl_positions_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_positions_predictions ON CLUSTER platform
AS trading_data.dl_positions_predictions_local
ENGINE = Distributed(platform, trading_data, dl_positions_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over positions';

-- table dl_orders_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_orders_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'orders' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over orders';

-- table dl_orders_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_orders_predictions ON CLUSTER platform
AS trading_data.dl_orders_predictions_local
ENGINE = Distributed(platform, trading_data, dl_orders_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over orders';

-- table dl_trade_history_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_trade_history_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'trade_history' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over trade_history';

-- table dl_trade_history_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_trade_history_predictions ON CLUSTER platform
AS trading_data.dl_trade_history_predictions_local
ENGINE = Distributed(platform, trading_data, dl_trade_history_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over trade_history';

-- table dl_symbols_info_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_symbols_info_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'symbols_info' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over symbols_info';

-- table dl_symbols_info_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_symbols_info_predictions ON CLUSTER platform
AS trading_data.dl_symbols_info_predictions_local
ENGINE = Distributed(platform, trading_data, dl_symbols_info_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over symbols_info';

-- table dl_adl_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_adl_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'adl_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over adl_data';

-- table dl_adl_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_adl_predictions ON CLUSTER platform
AS trading_data.dl_adl_predictions_local
ENGINE = Distributed(platform, trading_data, dl_adl_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over adl_data';

-- table dl_ao_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_ao_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ao_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over ao_data';

-- table dl_ao_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_ao_predictions ON CLUSTER platform
AS trading_data.dl_ao_predictions_local
ENGINE = Distributed(platform, trading_data, dl_ao_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over ao_data';

-- table dl_macd_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_macd_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'macd_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over macd_data';

-- table dl_macd_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_macd_predictions ON CLUSTER platform
AS trading_data.dl_macd_predictions_local
ENGINE = Distributed(platform, trading_data, dl_macd_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over macd_data';

-- table dl_rsi_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_rsi_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'rsi_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over rsi_data';

-- table dl_rsi_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_rsi_predictions ON CLUSTER platform
AS trading_data.dl_rsi_predictions_local
ENGINE = Distributed(platform, trading_data, dl_rsi_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over rsi_data';

-- table dl_volume_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_volume_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'volume_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over volume_data';

-- table dl_volume_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_volume_predictions ON CLUSTER platform
AS trading_data.dl_volume_predictions_local
ENGINE = Distributed(platform, trading_data, dl_volume_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over volume_data';

-- table dl_correlation_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_correlation_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'correlation_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over correlation_data';

-- table dl_correlation_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_correlation_predictions ON CLUSTER platform
AS trading_data.dl_correlation_predictions_local
ENGINE = Distributed(platform, trading_data, dl_correlation_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over correlation_data';

-- table dl_obv_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_obv_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'obv_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over obv_data';

-- table dl_obv_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_obv_predictions ON CLUSTER platform
AS trading_data.dl_obv_predictions_local
ENGINE = Distributed(platform, trading_data, dl_obv_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over obv_data';

-- table dl_mfi_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_mfi_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'mfi_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over mfi_data';

-- table dl_mfi_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_mfi_predictions ON CLUSTER platform
AS trading_data.dl_mfi_predictions_local
ENGINE = Distributed(platform, trading_data, dl_mfi_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over mfi_data';

-- table dl_stochastic_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_stochastic_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'stochastic_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over stochastic_data';

-- table dl_stochastic_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_stochastic_predictions ON CLUSTER platform
AS trading_data.dl_stochastic_predictions_local
ENGINE = Distributed(platform, trading_data, dl_stochastic_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over stochastic_data';

-- table dl_economic_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_economic_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'economic_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over economic_data';

-- table dl_economic_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_economic_predictions ON CLUSTER platform
AS trading_data.dl_economic_predictions_local
ENGINE = Distributed(platform, trading_data, dl_economic_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over economic_data';

-- table dl_sessions_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_sessions_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'sessions_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over sessions_data';

-- table dl_sessions_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_sessions_predictions ON CLUSTER platform
AS trading_data.dl_sessions_predictions_local
ENGINE = Distributed(platform, trading_data, dl_sessions_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over sessions_data';

-- table dl_orderbook_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_orderbook_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'orderbook_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over orderbook_data';

-- table dl_orderbook_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_orderbook_predictions ON CLUSTER platform
AS trading_data.dl_orderbook_predictions_local
ENGINE = Distributed(platform, trading_data, dl_orderbook_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over orderbook_data';

-- table dl_slippage_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_slippage_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'slippage_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over slippage_data';

-- table dl_slippage_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_slippage_predictions ON CLUSTER platform
AS trading_data.dl_slippage_predictions_local
ENGINE = Distributed(platform, trading_data, dl_slippage_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over slippage_data';

-- table dl_timesales_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_timesales_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'timesales_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over timesales_data';

-- table dl_timesales_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_timesales_predictions ON CLUSTER platform
AS trading_data.dl_timesales_predictions_local
ENGINE = Distributed(platform, trading_data, dl_timesales_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over timesales_data';

-- table dl_ema_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_ema_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ema_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over ema_data';

-- table dl_ema_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_ema_predictions ON CLUSTER platform
AS trading_data.dl_ema_predictions_local
ENGINE = Distributed(platform, trading_data, dl_ema_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over ema_data';

-- table dl_bollinger_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_bollinger_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'bollinger_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over bollinger_data';

-- table dl_bollinger_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_bollinger_predictions ON CLUSTER platform
AS trading_data.dl_bollinger_predictions_local
ENGINE = Distributed(platform, trading_data, dl_bollinger_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over bollinger_data';

-- table dl_ichimoku_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_ichimoku_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'ichimoku_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over ichimoku_data';

-- table dl_ichimoku_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_ichimoku_predictions ON CLUSTER platform
AS trading_data.dl_ichimoku_predictions_local
ENGINE = Distributed(platform, trading_data, dl_ichimoku_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over ichimoku_data';

-- table dl_economic_calendar_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_economic_calendar_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'economic_calendar' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over economic_calendar';

-- table dl_economic_calendar_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_economic_calendar_predictions ON CLUSTER platform
AS trading_data.dl_economic_calendar_predictions_local
ENGINE = Distributed(platform, trading_data, dl_economic_calendar_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over economic_calendar';

-- table dl_news_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_news_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'news_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over news_data';

-- table dl_news_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_news_predictions ON CLUSTER platform
AS trading_data.dl_news_predictions_local
ENGINE = Distributed(platform, trading_data, dl_news_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over news_data';

-- table dl_market_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_market_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'market_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over market_data';

-- table dl_market_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_market_predictions ON CLUSTER platform
AS trading_data.dl_market_predictions_local
ENGINE = Distributed(platform, trading_data, dl_market_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over market_data';

-- table dl_cot_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_cot_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'cot_reports' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over cot_reports';

-- table dl_cot_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_cot_predictions ON CLUSTER platform
AS trading_data.dl_cot_predictions_local
ENGINE = Distributed(platform, trading_data, dl_cot_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over cot_reports';

-- table dl_social_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_social_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'social_sentiment' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over social_sentiment';

-- table dl_social_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_social_predictions ON CLUSTER platform
AS trading_data.dl_social_predictions_local
ENGINE = Distributed(platform, trading_data, dl_social_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over social_sentiment';

-- table dl_cross_asset_correlation_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_cross_asset_correlation_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'cross_asset_correlation' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over cross_asset_correlation';

-- table dl_cross_asset_correlation_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_cross_asset_correlation_predictions ON CLUSTER platform
AS trading_data.dl_cross_asset_correlation_predictions_local
ENGINE = Distributed(platform, trading_data, dl_cross_asset_correlation_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over cross_asset_correlation';

-- table dl_alternative_data_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_alternative_data_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    dl_model_version String CODEC(ZSTD(1)),
    dl_architecture LowCardinality(String),
    dl_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    dl_prediction Float32 CODEC(Gorilla, LZ4),
    price_prediction Array(Float32) COMMENT 'quote currency, one a step',
    volatility_prediction Array(Float32) COMMENT 'one a step',
    trend_prediction Array(Float32),
    prediction_horizon UInt32 COMMENT 'candles ahead' CODEC(T64, LZ4),
    hidden_states Array(Float32),
    attention_weights Array(Float32),
    gradient_norm Float32 COMMENT 'L2' CODEC(Gorilla, LZ4),
    loss_value Float32 CODEC(Gorilla, LZ4),
    sequence_length UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    temporal_patterns Array(String),
    anomaly_score Float32 COMMENT '0 (ordinary) to 1' CODEC(Gorilla, LZ4),
    anomaly_detected Bool,
    layer_outputs Array(Array(Float32)),
    activation_patterns Array(String),
    feature_maps Array(Float32),
    mse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    mae Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    rmse Float32 COMMENT 'error of predictions' CODEC(Gorilla, LZ4),
    directional_accuracy Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    prediction_variance Float32 CODEC(Gorilla, LZ4),
    confidence_intervals Array(Float32) COMMENT '[lower, upper] pairs',
    epistemic_uncertainty Float32 CODEC(Gorilla, LZ4),
    aleatoric_uncertainty Float32 CODEC(Gorilla, LZ4),
    source_table LowCardinality(String) DEFAULT 'alternative_data' COMMENT 'table the row was derived from',
    training_epoch UInt32 COMMENT 'from 0' CODEC(T64, LZ4),
    batch_size UInt32 COMMENT 'samples' CODEC(T64, LZ4),
    learning_rate Float32 COMMENT 'per step' CODEC(Gorilla, LZ4),
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
COMMENT 'Predictions of DL models over alternative_data';

-- table dl_alternative_data_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_alternative_data_predictions ON CLUSTER platform
AS trading_data.dl_alternative_data_predictions_local
ENGINE = Distributed(platform, trading_data, dl_alternative_data_predictions_local, cityHash64(symbol))
COMMENT 'Predictions of DL models over alternative_data';

-- table dl_combined_predictions_local
CREATE TABLE IF NOT EXISTS trading_data.dl_combined_predictions_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    ensemble_prediction Array(Float32),
    ensemble_confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    ensemble_variance Float32 CODEC(Gorilla, LZ4),
    consensus_direction LowCardinality(String),
    text_features Array(Float32),
    numerical_features Array(Float32),
    temporal_features Array(Float32),
    fusion_weights Array(Float32),
    attention_scores Array(Float32),
    transformer_embeddings Array(Float32),
    lstm_hidden_states Array(Float32),
    cnn_feature_maps Array(Float32),
    input_sequence Array(Float32),
    output_sequence Array(Float32),
    sequence_attention Array(Float32),
    prediction_intervals Array(Float32),
    monte_carlo_samples Array(Float32),
    bayesian_uncertainty Float32 CODEC(Gorilla, LZ4),
    short_term_prediction Array(Float32),
    medium_term_prediction Array(Float32),
    long_term_prediction Array(Float32),
    model_weights Array(Float32),
    model_performances Array(Float32),
    best_model_id String CODEC(ZSTD(1)),
    directional_accuracy_1h Float32 CODEC(Gorilla, LZ4),
    directional_accuracy_4h Float32 CODEC(Gorilla, LZ4),
    directional_accuracy_1d Float32 CODEC(Gorilla, LZ4),
    sharpe_ratio Float32 COMMENT 'annualised' CODEC(Gorilla, LZ4),
    var_95 Float32 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    var_99 Float32 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    expected_shortfall Float32 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    maximum_drawdown Float32 COMMENT 'ratio 0..1' CODEC(Gorilla, LZ4),
    source_models Array(String),
    training_data_size UInt32 COMMENT 'rows' CODEC(T64, LZ4),
    model_complexity UInt32 COMMENT 'parameters' CODEC(T64, LZ4),
    computational_cost UInt32 COMMENT 'MFLOP' CODEC(T64, LZ4),
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
COMMENT 'Ensemble of the DL models over all sources';

-- table dl_combined_predictions
CREATE TABLE IF NOT EXISTS trading_data.dl_combined_predictions ON CLUSTER platform
AS trading_data.dl_combined_predictions_local
ENGINE = Distributed(platform, trading_data, dl_combined_predictions_local, cityHash64(symbol))
COMMENT 'Ensemble of the DL models over all sources';
