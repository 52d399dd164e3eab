-- schema quant
CREATE SCHEMA IF NOT EXISTS quant;

-- table portfolio_snapshots
CREATE TABLE IF NOT EXISTS quant.portfolio_snapshots
(
    time timestamptz NOT NULL,
    total_value double precision NOT NULL,
    cash double precision NOT NULL,
    positions_value double precision NOT NULL,
    total_pnl double precision NOT NULL,
    unrealized_pnl double precision NOT NULL,
    realized_pnl double precision NOT NULL,
    total_exposure double precision NOT NULL,
    net_exposure double precision NOT NULL,
    n_positions integer NOT NULL,
    CONSTRAINT portfolio_snapshots_pkey PRIMARY KEY (time)
)
PARTITION BY RANGE (time);

-- table portfolio_snapshots_default
CREATE TABLE IF NOT EXISTS quant.portfolio_snapshots_default PARTITION OF quant.portfolio_snapshots DEFAULT;

-- partitions of portfolio_snapshots
SELECT platform.make_partitions('quant.portfolio_snapshots', 'time', '7 days', 4);

-- comments of portfolio_snapshots
COMMENT ON TABLE quant.portfolio_snapshots IS 'The portfolio over time';
COMMENT ON COLUMN quant.portfolio_snapshots.total_value IS 'account currency';
COMMENT ON COLUMN quant.portfolio_snapshots.cash IS 'account currency';
COMMENT ON COLUMN quant.portfolio_snapshots.positions_value IS 'account currency';
COMMENT ON COLUMN quant.portfolio_snapshots.total_pnl IS 'account currency';
COMMENT ON COLUMN quant.portfolio_snapshots.unrealized_pnl IS 'account currency';
COMMENT ON COLUMN quant.portfolio_snapshots.realized_pnl IS 'account currency';
COMMENT ON COLUMN quant.portfolio_snapshots.total_exposure IS 'account currency, long + short';
COMMENT ON COLUMN quant.portfolio_snapshots.net_exposure IS 'account currency, long - short';

-- table positions
CREATE TABLE IF NOT EXISTS quant.positions
(
    symbol text NOT NULL,
    quantity double precision NOT NULL,
    average_cost double precision NOT NULL,
    realized_pnl double precision DEFAULT 0,
    strategy_id text NOT NULL,
    opened_at timestamptz NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT positions_pkey PRIMARY KEY (symbol, strategy_id)
);

-- index idx_positions_strategy_id
CREATE INDEX IF NOT EXISTS idx_positions_strategy_id ON quant.positions (strategy_id);

-- comments of positions
COMMENT ON TABLE quant.positions IS 'Positions of strategies';
COMMENT ON COLUMN quant.positions.average_cost IS 'quote currency';
COMMENT ON COLUMN quant.positions.realized_pnl IS 'account currency';

-- job portfolio_snapshots_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'portfolio_snapshots_partitions', '1 day', 'SELECT platform.make_partitions(''quant.portfolio_snapshots'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job portfolio_snapshots_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'portfolio_snapshots_retention', '1 day', 'SELECT platform.drop_partitions(''quant.portfolio_snapshots'', ''time'', ''10 years'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
