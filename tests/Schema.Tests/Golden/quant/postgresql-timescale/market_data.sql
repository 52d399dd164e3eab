-- schema quant
CREATE SCHEMA IF NOT EXISTS quant;

-- table market_data
CREATE TABLE IF NOT EXISTS quant.market_data
(
    time timestamptz NOT NULL,
    symbol text NOT NULL,
    open double precision,
    high double precision,
    low double precision,
    close double precision NOT NULL,
    volume bigint,
    vwap double precision,
    bid double precision,
    ask double precision,
    bid_size integer,
    ask_size integer,
    CONSTRAINT market_data_pkey PRIMARY KEY (time, symbol)
);

-- hypertable market_data
SELECT create_hypertable('quant.market_data', by_range('time', INTERVAL '7 days'), if_not_exists => TRUE);

-- compression of market_data
ALTER TABLE quant.market_data SET (timescaledb.compress, timescaledb.compress_segmentby = 'symbol', timescaledb.compress_orderby = 'time DESC');

-- compression policy of market_data
SELECT add_compression_policy('quant.market_data', INTERVAL '7 days', if_not_exists => TRUE);

-- retention policy of market_data
SELECT add_retention_policy('quant.market_data', INTERVAL '5 years', if_not_exists => TRUE);

-- index idx_market_data_symbol
CREATE INDEX IF NOT EXISTS idx_market_data_symbol ON quant.market_data (symbol, time DESC);

-- comments of market_data
COMMENT ON TABLE quant.market_data IS 'Candles and quotes';
COMMENT ON COLUMN quant.market_data.open IS 'quote currency';
COMMENT ON COLUMN quant.market_data.high IS 'quote currency';
COMMENT ON COLUMN quant.market_data.low IS 'quote currency';
COMMENT ON COLUMN quant.market_data.close IS 'quote currency';
COMMENT ON COLUMN quant.market_data.vwap IS 'quote currency';
COMMENT ON COLUMN quant.market_data.bid IS 'quote currency';
COMMENT ON COLUMN quant.market_data.ask IS 'quote currency';
COMMENT ON COLUMN quant.market_data.bid_size IS 'contracts or shares';
COMMENT ON COLUMN quant.market_data.ask_size IS 'contracts or shares';

-- table options_chains
CREATE TABLE IF NOT EXISTS quant.options_chains
(
    time timestamptz NOT NULL,
    underlying text NOT NULL,
    expiration date NOT NULL,
    strike double precision NOT NULL,
    option_type text NOT NULL,
    bid double precision,
    ask double precision,
    last_price double precision,
    volume integer,
    open_interest integer,
    implied_vol double precision,
    delta double precision,
    gamma double precision,
    theta double precision,
    vega double precision,
    rho double precision,
    CONSTRAINT options_chains_pkey PRIMARY KEY (time, underlying, expiration, strike, option_type),
    CONSTRAINT options_chains_type_check CHECK (option_type IN ('call', 'put'))
);

-- hypertable options_chains
SELECT create_hypertable('quant.options_chains', by_range('time', INTERVAL '7 days'), if_not_exists => TRUE);

-- retention policy of options_chains
SELECT add_retention_policy('quant.options_chains', INTERVAL '5 years', if_not_exists => TRUE);

-- index idx_options_underlying
CREATE INDEX IF NOT EXISTS idx_options_underlying ON quant.options_chains (underlying, time DESC);

-- index idx_options_expiration
CREATE INDEX IF NOT EXISTS idx_options_expiration ON quant.options_chains (expiration);

-- comments of options_chains
COMMENT ON TABLE quant.options_chains IS 'Option quotes with their Greeks';
COMMENT ON COLUMN quant.options_chains.strike IS 'quote currency';
COMMENT ON COLUMN quant.options_chains.bid IS 'quote currency';
COMMENT ON COLUMN quant.options_chains.ask IS 'quote currency';
COMMENT ON COLUMN quant.options_chains.last_price IS 'quote currency';
COMMENT ON COLUMN quant.options_chains.open_interest IS 'contracts';
COMMENT ON COLUMN quant.options_chains.implied_vol IS 'ratio a year';
COMMENT ON COLUMN quant.options_chains.delta IS 'per unit of the underlying';
COMMENT ON COLUMN quant.options_chains.theta IS 'per day';
COMMENT ON COLUMN quant.options_chains.vega IS 'per point of volatility';
COMMENT ON COLUMN quant.options_chains.rho IS 'per point of rate';

-- materialized view market_data_daily
CREATE MATERIALIZED VIEW IF NOT EXISTS quant.market_data_daily WITH (timescaledb.continuous) AS
SELECT time_bucket(INTERVAL '1 day', time) AS day,
    symbol,
    first(open, time) AS open,
    max(high) AS high,
    min(low) AS low,
    last(close, time) AS close,
    sum(volume) AS volume,
    avg(close) AS avg_price
FROM quant.market_data
GROUP BY day, symbol
WITH NO DATA;

-- refresh policy of market_data_daily
SELECT add_continuous_aggregate_policy('quant.market_data_daily', start_offset => INTERVAL '3 days', end_offset => INTERVAL '1 hour', schedule_interval => INTERVAL '1 hour', if_not_exists => TRUE);

-- comment of market_data_daily
COMMENT ON VIEW quant.market_data_daily IS 'Daily candles';
