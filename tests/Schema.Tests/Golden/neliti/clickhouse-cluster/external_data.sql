-- table economic_calendar_local
CREATE TABLE IF NOT EXISTS trading_data.economic_calendar_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    event_name String CODEC(ZSTD(1)),
    country LowCardinality(String),
    currency LowCardinality(String) COMMENT 'ISO 4217',
    importance LowCardinality(String),
    scheduled_time DateTime64(3) CODEC(DoubleDelta, LZ4),
    actual_release_time Nullable(DateTime64(3)),
    timezone LowCardinality(String) COMMENT 'IANA name',
    actual Nullable(String),
    forecast Nullable(String),
    previous Nullable(String),
    unit Nullable(String),
    deviation_from_forecast Nullable(Float64) COMMENT 'in the unit of the event' CODEC(Gorilla, LZ4),
    market_impact LowCardinality(String) COMMENT 'quote currency',
    volatility_expected LowCardinality(String),
    currency_impact LowCardinality(String),
    affected_sectors String CODEC(ZSTD(1)),
    ai_predicted_value Nullable(Float64) COMMENT 'in the unit of the event' CODEC(Gorilla, LZ4),
    ai_prediction_confidence Nullable(Float64) COMMENT '0..1' CODEC(Gorilla, LZ4),
    ai_prediction_model LowCardinality(String) DEFAULT 'ensemble',
    ai_sentiment_score Nullable(Float64) COMMENT '-1 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    volatility_impact_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    currency_pair_impacts String CODEC(ZSTD(1)),
    sector_rotation_prediction String CODEC(ZSTD(1)),
    central_bank_reaction_probability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    historical_pattern_match Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    seasonal_adjustment Float64 CODEC(Gorilla, LZ4),
    surprise_index Float64 COMMENT 'standard deviations' CODEC(Gorilla, LZ4),
    consensus_accuracy Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    bond_impact_prediction String CODEC(ZSTD(1)),
    equity_impact_prediction String CODEC(ZSTD(1)),
    commodity_impact_prediction String CODEC(ZSTD(1)),
    immediate_impact_window String CODEC(ZSTD(1)),
    delayed_impact_window String CODEC(ZSTD(1)),
    impact_duration_minutes Nullable(UInt32) COMMENT 'minutes' CODEC(T64, LZ4),
    market_conditions_at_release String CODEC(ZSTD(1)),
    liquidity_conditions String CODEC(ZSTD(1)),
    concurrent_events String CODEC(ZSTD(1)),
    event_id Nullable(String),
    source LowCardinality(String) DEFAULT 'MQL5',
    widget_url Nullable(String),
    scraped_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the collector read it' CODEC(DoubleDelta, LZ4),
    INDEX idx_importance importance TYPE set(5) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (country, currency, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Economic events with forecast, outcome and expected impact';

-- table economic_calendar
CREATE TABLE IF NOT EXISTS trading_data.economic_calendar ON CLUSTER platform
AS trading_data.economic_calendar_local
ENGINE = Distributed(platform, trading_data, economic_calendar_local, cityHash64(country))
COMMENT 'Economic events with forecast, outcome and expected impact';

-- table news_data_local
CREATE TABLE IF NOT EXISTS trading_data.news_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    title String CODEC(ZSTD(1)),
    content String CODEC(ZSTD(1)),
    sentiment LowCardinality(String),
    sentiment_score Float32 COMMENT '-1 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    relevance_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    impact_score Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    source LowCardinality(String),
    category LowCardinality(String),
    language LowCardinality(String) COMMENT 'ISO 639-1',
    author Nullable(String),
    affected_symbols String CODEC(ZSTD(1)),
    market_session LowCardinality(String),
    trading_hours Bool,
    news_id Nullable(String),
    url Nullable(String),
    scraped_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the collector read it' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (source, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'News with sentiment';

-- table news_data
CREATE TABLE IF NOT EXISTS trading_data.news_data ON CLUSTER platform
AS trading_data.news_data_local
ENGINE = Distributed(platform, trading_data, news_data_local, cityHash64(source))
COMMENT 'News with sentiment';

-- table market_data_local
CREATE TABLE IF NOT EXISTS trading_data.market_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    timeframe LowCardinality(String) COMMENT 'length of a candle: 1m 5m 15m 30m 1h 4h 1d 1w',
    open Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    high Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    low Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    close Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    volume UInt64 COMMENT 'lots' CODEC(T64, LZ4),
    spread Float64 COMMENT 'ask - bid, quote currency' CODEC(Gorilla, LZ4),
    bid Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    ask Float64 COMMENT 'quote currency' CODEC(Gorilla, LZ4),
    tick_volume UInt64 COMMENT 'ticks in the candle' CODEC(T64, LZ4),
    session LowCardinality(String),
    is_trading_hours Bool,
    volatility Float32 COMMENT 'standard deviation of returns' CODEC(Gorilla, LZ4),
    data_source LowCardinality(String) DEFAULT 'MT5',
    data_quality_score Float32 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, timeframe, timestamp)
TTL toDateTime(timestamp) + INTERVAL 90 DAY TO VOLUME 'cold', toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1,
    storage_policy = 'tiered'
COMMENT 'Candles of other markets';

-- table market_data
CREATE TABLE IF NOT EXISTS trading_data.market_data ON CLUSTER platform
AS trading_data.market_data_local
ENGINE = Distributed(platform, trading_data, market_data_local, cityHash64(symbol))
COMMENT 'Candles of other markets';

-- table cot_reports_local
CREATE TABLE IF NOT EXISTS trading_data.cot_reports_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    report_date Date COMMENT 'the Tuesday it reports on',
    symbol LowCardinality(String) COMMENT 'instrument, as EURUSD',
    large_specs_long Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    large_specs_short Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    large_specs_net Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    commercials_long Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    commercials_short Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    commercials_net Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    small_traders_long Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    small_traders_short Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    small_traders_net Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    open_interest Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    total_reportable_positions Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    non_reportable_positions Int64 COMMENT 'contracts' CODEC(T64, LZ4),
    report_type LowCardinality(String),
    source LowCardinality(String) DEFAULT 'CFTC',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (symbol, report_date, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Commitments of traders, weekly';

-- table cot_reports
CREATE TABLE IF NOT EXISTS trading_data.cot_reports ON CLUSTER platform
AS trading_data.cot_reports_local
ENGINE = Distributed(platform, trading_data, cot_reports_local, cityHash64(symbol))
COMMENT 'Commitments of traders, weekly';

-- table social_sentiment_local
CREATE TABLE IF NOT EXISTS trading_data.social_sentiment_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    platform LowCardinality(String),
    content String CODEC(ZSTD(1)),
    sentiment_score Float32 COMMENT '-1 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    sentiment_label LowCardinality(String),
    confidence Float32 COMMENT '0..1' CODEC(Gorilla, LZ4),
    likes UInt32 COMMENT 'count' CODEC(T64, LZ4),
    shares UInt32 COMMENT 'count' CODEC(T64, LZ4),
    comments UInt32 COMMENT 'count' CODEC(T64, LZ4),
    views UInt32 COMMENT 'count' CODEC(T64, LZ4),
    mentioned_symbols String CODEC(ZSTD(1)),
    hashtags String CODEC(ZSTD(1)),
    keywords String CODEC(ZSTD(1)),
    author_id String CODEC(ZSTD(1)),
    author_followers UInt32 COMMENT 'accounts' CODEC(T64, LZ4),
    author_verified Bool,
    post_id String CODEC(ZSTD(1)),
    url Nullable(String),
    language LowCardinality(String) COMMENT 'ISO 639-1',
    scraped_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the collector read it' CODEC(DoubleDelta, LZ4)
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (platform, timestamp)
TTL toDateTime(timestamp) + INTERVAL 1 YEAR
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Posts with their sentiment';

-- table social_sentiment
CREATE TABLE IF NOT EXISTS trading_data.social_sentiment ON CLUSTER platform
AS trading_data.social_sentiment_local
ENGINE = Distributed(platform, trading_data, social_sentiment_local, cityHash64(platform))
COMMENT 'Posts with their sentiment';

-- table cross_asset_correlation_local
CREATE TABLE IF NOT EXISTS trading_data.cross_asset_correlation_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    correlation_timestamp DateTime64(3) CODEC(DoubleDelta, LZ4),
    primary_asset LowCardinality(String),
    secondary_asset LowCardinality(String),
    asset_class_1 LowCardinality(String),
    asset_class_2 LowCardinality(String),
    correlation_coefficient Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_strength LowCardinality(String),
    correlation_direction LowCardinality(String),
    correlation_stability Float64 CODEC(Gorilla, LZ4),
    correlation_1h Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_4h Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_1d Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_1w Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_1m Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_rolling_20 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_rolling_50 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_rolling_100 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_rolling_200 Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    correlation_regime LowCardinality(String),
    regime_change_probability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    regime_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    correlation_breakdown_alert Bool DEFAULT false,
    breakdown_severity Float64 CODEC(Gorilla, LZ4),
    breakdown_duration UInt32 COMMENT 'candles' CODEC(T64, LZ4),
    lead_lag_coefficient Float64 CODEC(Gorilla, LZ4),
    leading_asset LowCardinality(String),
    lag_minutes UInt32 COMMENT 'minutes' CODEC(T64, LZ4),
    tail_correlation Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    crisis_correlation Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    flight_to_quality_indicator Float64 CODEC(Gorilla, LZ4),
    market_stress_level Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    volatility_regime LowCardinality(String),
    liquidity_conditions LowCardinality(String),
    p_value Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    confidence_interval_lower Float64 CODEC(Gorilla, LZ4),
    confidence_interval_upper Float64 CODEC(Gorilla, LZ4),
    sample_size UInt32 COMMENT 'observations' CODEC(T64, LZ4),
    calculation_method LowCardinality(String),
    data_source LowCardinality(String) DEFAULT 'multi_asset',
    created_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the row was made' CODEC(DoubleDelta, LZ4),
    INDEX idx_asset_class_1 asset_class_1 TYPE set(20) GRANULARITY 4,
    INDEX idx_correlation_regime correlation_regime TYPE set(10) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (primary_asset, secondary_asset, timestamp)
TTL toDateTime(timestamp) + INTERVAL 6 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Correlation of pairs of assets';

-- table cross_asset_correlation
CREATE TABLE IF NOT EXISTS trading_data.cross_asset_correlation ON CLUSTER platform
AS trading_data.cross_asset_correlation_local
ENGINE = Distributed(platform, trading_data, cross_asset_correlation_local, cityHash64(primary_asset))
COMMENT 'Correlation of pairs of assets';

-- table alternative_data_local
CREATE TABLE IF NOT EXISTS trading_data.alternative_data_local ON CLUSTER platform
(
    timestamp DateTime64(3) COMMENT 'event time, UTC' CODEC(DoubleDelta, LZ4),
    data_timestamp DateTime64(3) CODEC(DoubleDelta, LZ4),
    data_source LowCardinality(String),
    data_type LowCardinality(String),
    data_category LowCardinality(String),
    data_frequency LowCardinality(String),
    country LowCardinality(String),
    region LowCardinality(String),
    city Nullable(String),
    latitude Nullable(Float64) COMMENT 'degrees, -90..90' CODEC(Gorilla, LZ4),
    longitude Nullable(Float64) COMMENT 'degrees, -180..180' CODEC(Gorilla, LZ4),
    weather_conditions String CODEC(ZSTD(1)),
    temperature Float64 COMMENT 'degrees Celsius' CODEC(Gorilla, LZ4),
    precipitation Float64 COMMENT 'mm' CODEC(Gorilla, LZ4),
    wind_speed Float64 COMMENT 'm/s' CODEC(Gorilla, LZ4),
    satellite_imagery_url Nullable(String),
    social_sentiment_score Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    social_volume UInt32 CODEC(T64, LZ4),
    social_reach UInt32 CODEC(T64, LZ4),
    trending_topics String CODEC(ZSTD(1)),
    influencer_sentiment String CODEC(ZSTD(1)),
    search_volume UInt32 CODEC(T64, LZ4),
    search_trends String CODEC(ZSTD(1)),
    news_mentions UInt32 CODEC(T64, LZ4),
    web_traffic_index Float64 COMMENT 'index' CODEC(Gorilla, LZ4),
    electricity_consumption Float64 COMMENT 'MWh' CODEC(Gorilla, LZ4),
    shipping_activity Float64 CODEC(Gorilla, LZ4),
    transport_data Float64 CODEC(Gorilla, LZ4),
    retail_foot_traffic Float64 CODEC(Gorilla, LZ4),
    port_activity Float64 CODEC(Gorilla, LZ4),
    rail_traffic Float64 CODEC(Gorilla, LZ4),
    trucking_activity Float64 CODEC(Gorilla, LZ4),
    inventory_levels Float64 CODEC(Gorilla, LZ4),
    credit_card_spending Float64 COMMENT 'USD' CODEC(Gorilla, LZ4),
    loan_origination Float64 COMMENT 'USD' CODEC(Gorilla, LZ4),
    payment_defaults Float64 CODEC(Gorilla, LZ4),
    corporate_earnings_revisions Float64 CODEC(Gorilla, LZ4),
    oil_storage_levels Float64 COMMENT 'million barrels' CODEC(Gorilla, LZ4),
    renewable_energy_production Float64 CODEC(Gorilla, LZ4),
    mining_activity Float64 CODEC(Gorilla, LZ4),
    agricultural_yields Float64 CODEC(Gorilla, LZ4),
    patent_filings UInt32 CODEC(T64, LZ4),
    tech_adoption_rate Float64 CODEC(Gorilla, LZ4),
    startup_funding Float64 COMMENT 'USD' CODEC(Gorilla, LZ4),
    r_and_d_spending Float64 COMMENT 'USD' CODEC(Gorilla, LZ4),
    dark_pool_activity Float64 CODEC(Gorilla, LZ4),
    insider_trading_signals Float64 CODEC(Gorilla, LZ4),
    institutional_flow Float64 CODEC(Gorilla, LZ4),
    retail_sentiment Float64 COMMENT '-1..1' CODEC(Gorilla, LZ4),
    esg_score Float64 COMMENT '0..100' CODEC(Gorilla, LZ4),
    carbon_footprint Float64 COMMENT 't CO2' CODEC(Gorilla, LZ4),
    sustainability_index Float64 COMMENT 'index' CODEC(Gorilla, LZ4),
    regulatory_compliance Float64 CODEC(Gorilla, LZ4),
    nowcasting_gdp Float64 COMMENT 'percent a year' CODEC(Gorilla, LZ4),
    inflation_expectations Float64 COMMENT 'percent a year' CODEC(Gorilla, LZ4),
    recession_probability Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    market_stress_indicator Float64 CODEC(Gorilla, LZ4),
    data_quality_score Float64 COMMENT '0 (bad) to 1 (good)' CODEC(Gorilla, LZ4),
    data_freshness_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    data_completeness Float64 CODEC(Gorilla, LZ4),
    validation_status LowCardinality(String),
    affected_currencies String CODEC(ZSTD(1)),
    affected_sectors String CODEC(ZSTD(1)),
    affected_commodities String CODEC(ZSTD(1)),
    market_impact_score Float64 COMMENT '0..1' CODEC(Gorilla, LZ4),
    provider LowCardinality(String),
    update_frequency LowCardinality(String),
    data_units String CODEC(ZSTD(1)),
    collection_method LowCardinality(String),
    scraped_at DateTime64(3) DEFAULT now64(3) COMMENT 'when the collector read it' CODEC(DoubleDelta, LZ4),
    INDEX idx_data_category data_category TYPE set(30) GRANULARITY 4,
    INDEX idx_country country TYPE set(50) GRANULARITY 4
)
ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}')
PARTITION BY toYYYYMM(timestamp)
ORDER BY (data_source, data_type, timestamp)
TTL toDateTime(timestamp) + INTERVAL 3 MONTH
SETTINGS
    index_granularity = 8192,
    replicated_deduplication_window = 1000,
    fsync_after_insert = 1,
    fsync_part_directory = 1
COMMENT 'Weather, shipping, spending and other alternative data';

-- table alternative_data
CREATE TABLE IF NOT EXISTS trading_data.alternative_data ON CLUSTER platform
AS trading_data.alternative_data_local
ENGINE = Distributed(platform, trading_data, alternative_data_local, cityHash64(data_source))
COMMENT 'Weather, shipping, spending and other alternative data';
