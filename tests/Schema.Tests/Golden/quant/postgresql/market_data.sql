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
)
PARTITION BY RANGE (time);

-- table market_data_default
CREATE TABLE IF NOT EXISTS quant.market_data_default PARTITION OF quant.market_data DEFAULT;

-- partitions of market_data
SELECT platform.make_partitions('quant.market_data', 'time', '7 days', 4);

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
)
PARTITION BY RANGE (time);

-- table options_chains_default
CREATE TABLE IF NOT EXISTS quant.options_chains_default PARTITION OF quant.options_chains DEFAULT;

-- partitions of options_chains
SELECT platform.make_partitions('quant.options_chains', 'time', '7 days', 4);

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
CREATE MATERIALIZED VIEW IF NOT EXISTS quant.market_data_daily AS
SELECT date_bin('1 day', time, timestamptz '2000-01-03 00:00:00+00') AS day,
    symbol,
    (array_agg(open ORDER BY time))[1] AS open,
    max(high) AS high,
    min(low) AS low,
    (array_agg(close ORDER BY time DESC))[1] AS close,
    sum(volume) AS volume,
    avg(close) AS avg_price
FROM quant.market_data
GROUP BY day, symbol;

-- index market_data_daily_key
CREATE UNIQUE INDEX IF NOT EXISTS market_data_daily_key ON quant.market_data_daily (day, symbol);

-- comment of market_data_daily
COMMENT ON MATERIALIZED VIEW quant.market_data_daily IS 'Daily candles';

-- job market_data_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'market_data_partitions', '1 day', 'SELECT platform.make_partitions(''quant.market_data'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job market_data_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'market_data_retention', '1 day', 'SELECT platform.drop_partitions(''quant.market_data'', ''time'', ''5 years'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job options_chains_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'options_chains_partitions', '1 day', 'SELECT platform.make_partitions(''quant.options_chains'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job options_chains_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'options_chains_retention', '1 day', 'SELECT platform.drop_partitions(''quant.options_chains'', ''time'', ''5 years'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job market_data_daily_refresh
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'market_data_daily_refresh', '1 hour', 'REFRESH MATERIALIZED VIEW CONCURRENTLY quant.market_data_daily')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
