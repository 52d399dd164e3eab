-- schema mltrading
CREATE SCHEMA IF NOT EXISTS mltrading;

-- table market_data
CREATE TABLE IF NOT EXISTS mltrading.market_data
(
    id bigserial NOT NULL,
    symbol varchar(32) NOT NULL,
    timestamp timestamptz NOT NULL,
    open numeric(20,8),
    high numeric(20,8),
    low numeric(20,8),
    close numeric(20,8),
    volume bigint,
    source varchar(20) DEFAULT 'yahoo',
    created_at timestamptz DEFAULT now(),
    CONSTRAINT market_data_pkey PRIMARY KEY (id),
    CONSTRAINT market_data_symbol_timestamp_source_key UNIQUE (symbol, timestamp, source)
);

-- index idx_market_data_timestamp
CREATE INDEX IF NOT EXISTS idx_market_data_timestamp ON mltrading.market_data (timestamp);

-- comments of market_data
COMMENT ON TABLE mltrading.market_data IS 'Candles by source';
COMMENT ON COLUMN mltrading.market_data.open IS 'quote currency';
COMMENT ON COLUMN mltrading.market_data.high IS 'quote currency';
COMMENT ON COLUMN mltrading.market_data.low IS 'quote currency';
COMMENT ON COLUMN mltrading.market_data.close IS 'quote currency';

-- table stock_info
CREATE TABLE IF NOT EXISTS mltrading.stock_info
(
    id bigserial NOT NULL,
    symbol varchar(32) NOT NULL,
    company_name varchar(255),
    sector varchar(100),
    industry varchar(100),
    market_cap bigint,
    country varchar(50),
    currency varchar(10),
    exchange varchar(20),
    source varchar(20) DEFAULT 'yahoo',
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT stock_info_pkey PRIMARY KEY (id),
    CONSTRAINT stock_info_symbol_key UNIQUE (symbol)
);

-- index idx_stock_info_sector
CREATE INDEX IF NOT EXISTS idx_stock_info_sector ON mltrading.stock_info (sector);

-- index idx_stock_info_industry
CREATE INDEX IF NOT EXISTS idx_stock_info_industry ON mltrading.stock_info (industry);

-- comments of stock_info
COMMENT ON TABLE mltrading.stock_info IS 'Companies behind symbols';
COMMENT ON COLUMN mltrading.stock_info.market_cap IS 'in the currency';

-- table feature_engineered_data
CREATE TABLE IF NOT EXISTS mltrading.feature_engineered_data
(
    id bigserial NOT NULL,
    symbol varchar(32) NOT NULL,
    timestamp timestamptz NOT NULL,
    open double precision,
    high double precision,
    low double precision,
    close double precision,
    volume double precision,
    rsi_1d double precision,
    price_ma_short double precision,
    bb_upper double precision,
    macd double precision,
    atr double precision,
    feature_version varchar(20) DEFAULT '3.0',
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    returns double precision,
    log_returns double precision,
    high_low_pct double precision,
    open_close_pct double precision,
    price_acceleration double precision,
    returns_sign double precision,
    returns_squared double precision,
    realized_vol_short double precision,
    realized_vol_med double precision,
    realized_vol_long double precision,
    gk_volatility double precision,
    vol_of_vol double precision,
    price_ma_med double precision,
    price_ma_long double precision,
    price_to_ma_short double precision,
    price_to_ma_med double precision,
    price_to_ma_long double precision,
    ma_short_to_med double precision,
    ma_med_to_long double precision,
    volume_ma double precision,
    volume_ratio double precision,
    log_volume double precision,
    vpt double precision,
    vpt_ma double precision,
    vpt_normalized double precision,
    mfi double precision,
    rsi_3d double precision,
    rsi_1w double precision,
    rsi_2w double precision,
    rsi_ema double precision,
    hour integer,
    day_of_week integer,
    date varchar(20),
    hour_sin double precision,
    hour_cos double precision,
    dow_sin double precision,
    dow_cos double precision,
    is_market_open integer,
    is_morning integer,
    is_afternoon integer,
    hours_since_open double precision,
    hours_to_close double precision,
    returns_from_daily_open double precision,
    intraday_high double precision,
    intraday_low double precision,
    intraday_range_pct double precision,
    position_in_range double precision,
    overnight_gap double precision,
    dist_from_intraday_high double precision,
    dist_from_intraday_low double precision,
    returns_lag_1 double precision,
    vol_lag_1 double precision,
    volume_ratio_lag_1 double precision,
    returns_lag_2 double precision,
    vol_lag_2 double precision,
    volume_ratio_lag_2 double precision,
    returns_lag_4 double precision,
    vol_lag_4 double precision,
    volume_ratio_lag_4 double precision,
    returns_lag_8 double precision,
    vol_lag_8 double precision,
    volume_ratio_lag_8 double precision,
    returns_lag_24 double precision,
    vol_lag_24 double precision,
    volume_ratio_lag_24 double precision,
    returns_mean_6h double precision,
    returns_std_6h double precision,
    returns_skew_6h double precision,
    returns_kurt_6h double precision,
    price_momentum_6h double precision,
    returns_mean_12h double precision,
    returns_std_12h double precision,
    returns_skew_12h double precision,
    returns_kurt_12h double precision,
    price_momentum_12h double precision,
    returns_mean_24h double precision,
    returns_std_24h double precision,
    returns_skew_24h double precision,
    returns_kurt_24h double precision,
    price_momentum_24h double precision,
    bb_lower double precision,
    bb_position double precision,
    bb_squeeze double precision,
    macd_signal double precision,
    macd_histogram double precision,
    macd_normalized double precision,
    atr_normalized double precision,
    williams_r double precision,
    source varchar(20) DEFAULT 'yahoo',
    CONSTRAINT feature_engineered_data_pkey PRIMARY KEY (id),
    CONSTRAINT unique_symbol_timestamp_features UNIQUE (symbol, timestamp, source)
);

-- index idx_features_symbol_version_timestamp
CREATE INDEX IF NOT EXISTS idx_features_symbol_version_timestamp ON mltrading.feature_engineered_data (symbol, feature_version, timestamp DESC);

-- index idx_features_symbol_version_covering
CREATE INDEX IF NOT EXISTS idx_features_symbol_version_covering ON mltrading.feature_engineered_data (symbol, feature_version, timestamp DESC) INCLUDE (open, high, low, close, volume, returns, rsi_1d, price_ma_short);

-- index idx_features_availability
CREATE INDEX IF NOT EXISTS idx_features_availability ON mltrading.feature_engineered_data (symbol, feature_version, timestamp, rsi_1d, price_ma_short, bb_upper) WHERE rsi_1d IS NOT NULL OR price_ma_short IS NOT NULL OR bb_upper IS NOT NULL;

-- index idx_features_recent_data
CREATE INDEX IF NOT EXISTS idx_features_recent_data ON mltrading.feature_engineered_data (timestamp DESC, symbol);

-- index idx_features_market_hours_optimized
CREATE INDEX IF NOT EXISTS idx_features_market_hours_optimized ON mltrading.feature_engineered_data (symbol, timestamp, is_market_open) WHERE is_market_open = 1;

-- index idx_features_completeness
CREATE INDEX IF NOT EXISTS idx_features_completeness ON mltrading.feature_engineered_data (symbol, timestamp) WHERE rsi_1d IS NOT NULL AND price_ma_short IS NOT NULL AND bb_upper IS NOT NULL AND macd IS NOT NULL AND atr IS NOT NULL;

-- index idx_features_timeseries
CREATE INDEX IF NOT EXISTS idx_features_timeseries ON mltrading.feature_engineered_data (timestamp, symbol) INCLUDE (returns, realized_vol_short, volume_ratio);

-- index idx_features_cleanup
CREATE INDEX IF NOT EXISTS idx_features_cleanup ON mltrading.feature_engineered_data (created_at, symbol, timestamp);

-- index idx_features_updates
CREATE INDEX IF NOT EXISTS idx_features_updates ON mltrading.feature_engineered_data (updated_at) WHERE updated_at != created_at;

-- comments of feature_engineered_data
COMMENT ON TABLE mltrading.feature_engineered_data IS 'Candles with the features made of them';
COMMENT ON COLUMN mltrading.feature_engineered_data.open IS 'quote currency';
COMMENT ON COLUMN mltrading.feature_engineered_data.high IS 'quote currency';
COMMENT ON COLUMN mltrading.feature_engineered_data.low IS 'quote currency';
COMMENT ON COLUMN mltrading.feature_engineered_data.close IS 'quote currency';
