-- schema quant
CREATE SCHEMA IF NOT EXISTS quant;

-- table heston_parameters
CREATE TABLE IF NOT EXISTS quant.heston_parameters
(
    time timestamptz NOT NULL,
    symbol text NOT NULL,
    kappa double precision NOT NULL,
    theta double precision NOT NULL,
    sigma double precision NOT NULL,
    rho double precision NOT NULL,
    v0 double precision NOT NULL,
    feller_satisfied boolean NOT NULL,
    rmse double precision,
    r_squared double precision,
    n_options integer,
    calibration_time_ms integer,
    CONSTRAINT heston_parameters_pkey PRIMARY KEY (time, symbol)
)
PARTITION BY RANGE (time);

-- table heston_parameters_default
CREATE TABLE IF NOT EXISTS quant.heston_parameters_default PARTITION OF quant.heston_parameters DEFAULT;

-- partitions of heston_parameters
SELECT platform.make_partitions('quant.heston_parameters', 'time', '7 days', 4);

-- index idx_heston_symbol
CREATE INDEX IF NOT EXISTS idx_heston_symbol ON quant.heston_parameters (symbol, time DESC);

-- comments of heston_parameters
COMMENT ON TABLE quant.heston_parameters IS 'Heston model, calibrated';
COMMENT ON COLUMN quant.heston_parameters.kappa IS 'speed of mean reversion, per year';
COMMENT ON COLUMN quant.heston_parameters.theta IS 'long-run variance a year';
COMMENT ON COLUMN quant.heston_parameters.sigma IS 'volatility of variance';
COMMENT ON COLUMN quant.heston_parameters.rho IS 'correlation, -1..1';
COMMENT ON COLUMN quant.heston_parameters.v0 IS 'variance a year';
COMMENT ON COLUMN quant.heston_parameters.rmse IS 'of the fit';
COMMENT ON COLUMN quant.heston_parameters.r_squared IS 'at most 1';
COMMENT ON COLUMN quant.heston_parameters.calibration_time_ms IS 'ms';

-- table sabr_parameters
CREATE TABLE IF NOT EXISTS quant.sabr_parameters
(
    time timestamptz NOT NULL,
    symbol text NOT NULL,
    maturity double precision NOT NULL,
    alpha double precision NOT NULL,
    beta double precision NOT NULL,
    rho double precision NOT NULL,
    nu double precision NOT NULL,
    rmse double precision,
    n_options integer,
    CONSTRAINT sabr_parameters_pkey PRIMARY KEY (time, symbol, maturity)
)
PARTITION BY RANGE (time);

-- table sabr_parameters_default
CREATE TABLE IF NOT EXISTS quant.sabr_parameters_default PARTITION OF quant.sabr_parameters DEFAULT;

-- partitions of sabr_parameters
SELECT platform.make_partitions('quant.sabr_parameters', 'time', '7 days', 4);

-- index idx_sabr_symbol
CREATE INDEX IF NOT EXISTS idx_sabr_symbol ON quant.sabr_parameters (symbol, time DESC);

-- comments of sabr_parameters
COMMENT ON TABLE quant.sabr_parameters IS 'SABR model, calibrated for a maturity';
COMMENT ON COLUMN quant.sabr_parameters.maturity IS 'years';
COMMENT ON COLUMN quant.sabr_parameters.alpha IS 'initial volatility';
COMMENT ON COLUMN quant.sabr_parameters.beta IS '0..1';
COMMENT ON COLUMN quant.sabr_parameters.rho IS 'correlation, -1..1';
COMMENT ON COLUMN quant.sabr_parameters.nu IS 'volatility of volatility';
COMMENT ON COLUMN quant.sabr_parameters.rmse IS 'of the fit';

-- table ou_parameters
CREATE TABLE IF NOT EXISTS quant.ou_parameters
(
    time timestamptz NOT NULL,
    pair_id text NOT NULL,
    asset1 text NOT NULL,
    asset2 text NOT NULL,
    hedge_ratio double precision NOT NULL,
    theta double precision NOT NULL,
    mu double precision NOT NULL,
    sigma double precision NOT NULL,
    half_life double precision NOT NULL,
    adf_statistic double precision,
    adf_pvalue double precision,
    entry_lower double precision,
    entry_upper double precision,
    exit_target double precision,
    stop_loss double precision,
    CONSTRAINT ou_parameters_pkey PRIMARY KEY (time, pair_id)
)
PARTITION BY RANGE (time);

-- table ou_parameters_default
CREATE TABLE IF NOT EXISTS quant.ou_parameters_default PARTITION OF quant.ou_parameters DEFAULT;

-- partitions of ou_parameters
SELECT platform.make_partitions('quant.ou_parameters', 'time', '7 days', 4);

-- index idx_ou_pair
CREATE INDEX IF NOT EXISTS idx_ou_pair ON quant.ou_parameters (pair_id, time DESC);

-- comments of ou_parameters
COMMENT ON TABLE quant.ou_parameters IS 'Ornstein-Uhlenbeck spreads of pairs';
COMMENT ON COLUMN quant.ou_parameters.hedge_ratio IS 'units of asset2 for one of asset1';
COMMENT ON COLUMN quant.ou_parameters.theta IS 'speed of mean reversion, per day';
COMMENT ON COLUMN quant.ou_parameters.mu IS 'mean of the spread';
COMMENT ON COLUMN quant.ou_parameters.sigma IS 'volatility of the spread';
COMMENT ON COLUMN quant.ou_parameters.half_life IS 'days';
COMMENT ON COLUMN quant.ou_parameters.stop_loss IS 'spread';

-- job heston_parameters_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'heston_parameters_partitions', '1 day', 'SELECT platform.make_partitions(''quant.heston_parameters'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job sabr_parameters_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'sabr_parameters_partitions', '1 day', 'SELECT platform.make_partitions(''quant.sabr_parameters'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job ou_parameters_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'ou_parameters_partitions', '1 day', 'SELECT platform.make_partitions(''quant.ou_parameters'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
