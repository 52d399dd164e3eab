-- table ticks_local
CREATE TABLE IF NOT EXISTS trading_data.ticks_local ON CLUSTER platform
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
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timestamp, log_offset, log_row)
PRIMARY KEY (symbol, broker, timestamp)
TTL toDateTime(timestamp) + INTERVAL 90 DAY TO VOLUME 'cold'
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 10000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    min_rows_to_fsync_after_merge = 1,
    old_parts_lifetime = 480,
    storage_policy = 'tiered'
COMMENT 'Ticks as they were written, each exactly once';

-- table ticks
CREATE TABLE IF NOT EXISTS trading_data.ticks ON CLUSTER platform
AS trading_data.ticks_local
ENGINE = Distributed(platform, trading_data, ticks_local, cityHash64(symbol))
COMMENT 'Ticks as they were written, each exactly once';

-- table account_info_local
CREATE TABLE IF NOT EXISTS trading_data.account_info_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    account_id String COMMENT 'the broker\'s number',
    balance Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    equity Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    margin Float64 COMMENT 'account currency, in use' CODEC(Gorilla, LZ4),
    free_margin Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    margin_level Float64 COMMENT 'percent, equity / margin' CODEC(Gorilla, LZ4),
    currency String COMMENT 'ISO 4217',
    broker String,
    account_type String COMMENT 'demo or real',
    server String CODEC(ZSTD(1)),
    company String CODEC(ZSTD(1)),
    leverage UInt32 COMMENT 'N of 1:N' CODEC(T64, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (account_id, broker, timestamp)
TTL toDateTime(timestamp) + INTERVAL 365 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Balance and margin of trading accounts over time';

-- table account_info
CREATE TABLE IF NOT EXISTS trading_data.account_info ON CLUSTER platform
AS trading_data.account_info_local
ENGINE = Distributed(platform, trading_data, account_info_local, cityHash64(account_id))
COMMENT 'Balance and margin of trading accounts over time';

-- table positions_local
CREATE TABLE IF NOT EXISTS trading_data.positions_local ON CLUSTER platform
(
    timestamp DateTime COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    position_id String COMMENT 'the broker\'s number',
    symbol String COMMENT 'instrument, as EURUSD',
    position_type Enum8('BUY' = 1, 'SELL' = 2),
    volume Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    open_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    current_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    profit Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    swap Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    commission Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    broker String,
    account_type String COMMENT 'demo or real',
    comment String CODEC(ZSTD(1)),
    identifier String COMMENT 'the broker\'s number of the position' CODEC(ZSTD(1)),
    time_setup DateTime64(3) CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timestamp)
TTL toDateTime(timestamp) + INTERVAL 365 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Open positions over time';

-- table positions
CREATE TABLE IF NOT EXISTS trading_data.positions ON CLUSTER platform
AS trading_data.positions_local
ENGINE = Distributed(platform, trading_data, positions_local, cityHash64(symbol))
COMMENT 'Open positions over time';

-- table orders_local
CREATE TABLE IF NOT EXISTS trading_data.orders_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    ticket String COMMENT 'the broker\'s number' CODEC(ZSTD(1)),
    symbol String COMMENT 'instrument, as EURUSD' CODEC(ZSTD(1)),
    order_type String CODEC(ZSTD(1)),
    volume Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    price_open Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    price_current Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    price_sl Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    price_tp Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    comment String CODEC(ZSTD(1)),
    time_setup DateTime64(3) CODEC(DoubleDelta, LZ4),
    time_expiration DateTime64(3) CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timestamp)
TTL toDateTime(timestamp) + INTERVAL 365 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Pending orders over time';

-- table orders
CREATE TABLE IF NOT EXISTS trading_data.orders ON CLUSTER platform
AS trading_data.orders_local
ENGINE = Distributed(platform, trading_data, orders_local, cityHash64(symbol))
COMMENT 'Pending orders over time';

-- table trade_history_local
CREATE TABLE IF NOT EXISTS trading_data.trade_history_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    ticket String COMMENT 'the broker\'s number' CODEC(ZSTD(1)),
    symbol String COMMENT 'instrument, as EURUSD' CODEC(ZSTD(1)),
    trade_type String CODEC(ZSTD(1)),
    volume Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    price_open Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    price_close Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    profit Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    swap Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    commission Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    comment String CODEC(ZSTD(1)),
    time_open DateTime64(3) CODEC(DoubleDelta, LZ4),
    time_close DateTime64(3) CODEC(DoubleDelta, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timestamp)
TTL toDateTime(timestamp) + INTERVAL 2 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Closed trades';

-- table trade_history
CREATE TABLE IF NOT EXISTS trading_data.trade_history ON CLUSTER platform
AS trading_data.trade_history_local
ENGINE = Distributed(platform, trading_data, trade_history_local, cityHash64(symbol))
COMMENT 'Closed trades';

-- table symbols_info_local
CREATE TABLE IF NOT EXISTS trading_data.symbols_info_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD' CODEC(ZSTD(1)),
    description String CODEC(ZSTD(1)),
    currency_base String CODEC(ZSTD(1)),
    currency_profit String CODEC(ZSTD(1)),
    currency_margin String CODEC(ZSTD(1)),
    digits UInt8 COMMENT 'decimal places of a price',
    point Float64 COMMENT 'smallest price step, quote currency' CODEC(Gorilla, LZ4),
    spread UInt32 COMMENT 'ask - bid, quote currency' CODEC(T64, LZ4),
    stops_level UInt32 COMMENT 'points, least distance of a stop' CODEC(T64, LZ4),
    freeze_level UInt32 COMMENT 'points, within which orders are frozen' CODEC(T64, LZ4),
    trade_mode String CODEC(ZSTD(1)),
    min_lot Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    max_lot Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    lot_step Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    tick_value Float64 COMMENT 'account currency per tick and lot' CODEC(Gorilla, LZ4),
    tick_size Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    contract_size Float64 COMMENT 'units of the base in one lot' CODEC(Gorilla, LZ4),
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    INDEX idx_timestamp timestamp TYPE minmax GRANULARITY 4
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', timestamp)
PARTITION BY broker
ORDER BY (symbol, broker)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'What each broker says of its symbols; the newest row of a symbol wins';

-- table symbols_info
CREATE TABLE IF NOT EXISTS trading_data.symbols_info ON CLUSTER platform
AS trading_data.symbols_info_local
ENGINE = Distributed(platform, trading_data, symbols_info_local, cityHash64(symbol))
COMMENT 'What each broker says of its symbols; the newest row of a symbol wins';

-- table market_depth_local
CREATE TABLE IF NOT EXISTS trading_data.market_depth_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD' CODEC(ZSTD(1)),
    level UInt8 COMMENT '1 is the top of the book',
    bid_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    bid_volume Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    ask_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ask_volume Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    order_flow_imbalance Float64 COMMENT '-1 (sells) to 1 (buys)' CODEC(Gorilla, LZ4),
    volume_weighted_mid Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    effective_spread Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    price_impact Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    liquidity_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    depth_ratio Float64 COMMENT 'bid volume / ask volume' CODEC(Gorilla, LZ4),
    market_impact_cost Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    support_level Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    resistance_level Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    institutional_levels Array(Float64) COMMENT 'quote currency',
    primary_session LowCardinality(String) DEFAULT 'Unknown',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real'
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timestamp, level)
TTL toDateTime(timestamp) + INTERVAL 7 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Order book, one row a level';

-- table market_depth
CREATE TABLE IF NOT EXISTS trading_data.market_depth ON CLUSTER platform
AS trading_data.market_depth_local
ENGINE = Distributed(platform, trading_data, market_depth_local, cityHash64(symbol))
COMMENT 'Order book, one row a level';

-- table order_flow_local
CREATE TABLE IF NOT EXISTS trading_data.order_flow_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD' CODEC(ZSTD(1)),
    trade_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    trade_volume Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    trade_side LowCardinality(String) COMMENT 'buy or sell',
    trade_type LowCardinality(String),
    execution_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    expected_price Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    slippage_pips Float64 COMMENT 'pips, positive is worse' CODEC(Gorilla, LZ4),
    slippage_percentage Float64 COMMENT 'percent of the expected price' CODEC(Gorilla, LZ4),
    market_impact Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    temporary_impact Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    permanent_impact Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    cumulative_volume Float64 COMMENT 'lots since the session opened' CODEC(Gorilla, LZ4),
    vwap Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    volume_participation Float64 COMMENT 'ratio 0..1 of market volume' CODEC(Gorilla, LZ4),
    block_trade_indicator Bool DEFAULT false,
    institutional_print Bool DEFAULT false,
    dark_pool_indicator Bool DEFAULT false,
    time_to_fill_ms UInt32 COMMENT 'ms' CODEC(T64, LZ4),
    queue_position UInt32 COMMENT 'orders ahead' CODEC(T64, LZ4),
    primary_session LowCardinality(String) DEFAULT 'Unknown',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    INDEX idx_trade_side trade_side TYPE set(10) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timestamp)
TTL toDateTime(timestamp) + INTERVAL 30 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Executions with their slippage and market impact';

-- table order_flow
CREATE TABLE IF NOT EXISTS trading_data.order_flow ON CLUSTER platform
AS trading_data.order_flow_local
ENGINE = Distributed(platform, trading_data, order_flow_local, cityHash64(symbol))
COMMENT 'Executions with their slippage and market impact';

-- table realtime_risk_local
CREATE TABLE IF NOT EXISTS trading_data.realtime_risk_local ON CLUSTER platform
(
    timestamp DateTime64(3) DEFAULT now64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol String COMMENT 'instrument, as EURUSD' CODEC(ZSTD(1)),
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    var_95 Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    var_99 Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    expected_shortfall Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    conditional_var Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    maximum_drawdown Float64 COMMENT 'ratio 0..1' CODEC(Gorilla, LZ4),
    tail_risk_ratio Float64 CODEC(Gorilla, LZ4),
    volatility_scaling Float64 CODEC(Gorilla, LZ4),
    volatility_regime LowCardinality(String),
    risk_regime LowCardinality(String),
    regime_transition_probability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    regime_stability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    portfolio_beta Float64 COMMENT 'to the benchmark' CODEC(Gorilla, LZ4),
    systematic_risk Float64 CODEC(Gorilla, LZ4),
    idiosyncratic_risk Float64 CODEC(Gorilla, LZ4),
    correlation_risk Float64 CODEC(Gorilla, LZ4),
    stress_test_pnl Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    worst_case_scenario Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    monte_carlo_var Float64 COMMENT 'account currency' CODEC(Gorilla, LZ4),
    optimal_position_size Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    kelly_criterion Float64 COMMENT 'ratio of capital' CODEC(Gorilla, LZ4),
    risk_adjusted_size Float64 COMMENT 'lots' CODEC(Gorilla, LZ4),
    market_condition LowCardinality(String),
    liquidity_condition LowCardinality(String),
    volatility_percentile Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    primary_session LowCardinality(String) DEFAULT 'Unknown',
    broker LowCardinality(String) DEFAULT 'FBS-Demo',
    account_type LowCardinality(String) DEFAULT 'demo' COMMENT 'demo or real',
    calculation_method LowCardinality(String),
    confidence_level Float64 COMMENT 'ratio 0..1' CODEC(Gorilla, LZ4),
    lookback_period_days UInt16 COMMENT 'days' CODEC(T64, LZ4),
    INDEX idx_risk_regime risk_regime TYPE set(10) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, broker, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 90 DAY
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Risk figures by symbol and timeframe';

-- table realtime_risk
CREATE TABLE IF NOT EXISTS trading_data.realtime_risk ON CLUSTER platform
AS trading_data.realtime_risk_local
ENGINE = Distributed(platform, trading_data, realtime_risk_local, cityHash64(symbol))
COMMENT 'Risk figures by symbol and timeframe';
