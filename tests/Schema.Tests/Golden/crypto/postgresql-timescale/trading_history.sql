-- schema crypto
CREATE SCHEMA IF NOT EXISTS crypto;

-- table executed_orders
CREATE TABLE IF NOT EXISTS crypto.executed_orders
(
    time timestamptz NOT NULL,
    order_id varchar(100) NOT NULL,
    symbol varchar(20) NOT NULL,
    exchange varchar(50) NOT NULL,
    side varchar(5) NOT NULL,
    type varchar(20) NOT NULL,
    price numeric NOT NULL,
    quantity numeric NOT NULL,
    filled_quantity numeric NOT NULL,
    fees numeric NOT NULL,
    status varchar(20) NOT NULL,
    strategy_id integer,
    CONSTRAINT executed_orders_pkey PRIMARY KEY (exchange, order_id, time),
    CONSTRAINT executed_orders_side_check CHECK (side IN ('buy', 'sell')),
    CONSTRAINT executed_orders_strategy_id_fkey FOREIGN KEY (strategy_id) REFERENCES crypto.strategies (id)
);

-- hypertable executed_orders
SELECT create_hypertable('crypto.executed_orders', by_range('time', INTERVAL '1 month'), if_not_exists => TRUE);

-- retention policy of executed_orders
SELECT add_retention_policy('crypto.executed_orders', INTERVAL '7 years', if_not_exists => TRUE);

-- index idx_executed_orders_order_id
CREATE INDEX IF NOT EXISTS idx_executed_orders_order_id ON crypto.executed_orders (order_id);

-- index idx_executed_orders_symbol_time
CREATE INDEX IF NOT EXISTS idx_executed_orders_symbol_time ON crypto.executed_orders (symbol, time DESC);

-- comments of executed_orders
COMMENT ON TABLE crypto.executed_orders IS 'Orders as they were executed';
COMMENT ON COLUMN crypto.executed_orders.price IS 'quote currency';
COMMENT ON COLUMN crypto.executed_orders.fees IS 'quote currency';

-- guard of executed_orders against early deletion
CREATE OR REPLACE TRIGGER executed_orders_keep BEFORE DELETE ON crypto.executed_orders
FOR EACH ROW EXECUTE FUNCTION platform.keep_until('time', '7 years');

-- guard of executed_orders against truncation
CREATE OR REPLACE TRIGGER executed_orders_keep_all BEFORE TRUNCATE ON crypto.executed_orders
FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_truncate();

-- table positions
CREATE TABLE IF NOT EXISTS crypto.positions
(
    id serial NOT NULL,
    position_id varchar(100) NOT NULL,
    symbol varchar(20) NOT NULL,
    exchange varchar(50) NOT NULL,
    side varchar(5) NOT NULL,
    quantity numeric NOT NULL,
    entry_price numeric NOT NULL,
    exit_price numeric,
    fees numeric NOT NULL,
    pnl numeric,
    pnl_percentage numeric,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    strategy_id integer,
    CONSTRAINT positions_pkey PRIMARY KEY (id),
    CONSTRAINT positions_exchange_position_id_key UNIQUE (exchange, position_id),
    CONSTRAINT positions_side_check CHECK (side IN ('long', 'short')),
    CONSTRAINT positions_strategy_id_fkey FOREIGN KEY (strategy_id) REFERENCES crypto.strategies (id)
);

-- index idx_positions_position_id
CREATE INDEX IF NOT EXISTS idx_positions_position_id ON crypto.positions (position_id);

-- index idx_positions_symbol_opened_at
CREATE INDEX IF NOT EXISTS idx_positions_symbol_opened_at ON crypto.positions (symbol, opened_at DESC);

-- index idx_positions_strategy_id
CREATE INDEX IF NOT EXISTS idx_positions_strategy_id ON crypto.positions (strategy_id);

-- comments of positions
COMMENT ON TABLE crypto.positions IS 'Positions, open and closed';
COMMENT ON COLUMN crypto.positions.entry_price IS 'quote currency';
COMMENT ON COLUMN crypto.positions.exit_price IS 'quote currency';
COMMENT ON COLUMN crypto.positions.fees IS 'quote currency';
COMMENT ON COLUMN crypto.positions.pnl IS 'quote currency';
COMMENT ON COLUMN crypto.positions.pnl_percentage IS 'percent';

-- guard of positions against early deletion
CREATE OR REPLACE TRIGGER positions_keep BEFORE DELETE ON crypto.positions
FOR EACH ROW EXECUTE FUNCTION platform.keep_until('closed_at', '7 years');

-- guard of positions against truncation
CREATE OR REPLACE TRIGGER positions_keep_all BEFORE TRUNCATE ON crypto.positions
FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_truncate();

-- table performance_metrics
CREATE TABLE IF NOT EXISTS crypto.performance_metrics
(
    time timestamptz NOT NULL,
    strategy_id integer,
    metric_name varchar(50) NOT NULL,
    value numeric NOT NULL,
    CONSTRAINT performance_metrics_strategy_id_metric_name_time_key UNIQUE (strategy_id, metric_name, time),
    CONSTRAINT performance_metrics_strategy_id_fkey FOREIGN KEY (strategy_id) REFERENCES crypto.strategies (id)
);

-- hypertable performance_metrics
SELECT create_hypertable('crypto.performance_metrics', by_range('time', INTERVAL '1 month'), if_not_exists => TRUE);

-- retention policy of performance_metrics
SELECT add_retention_policy('crypto.performance_metrics', INTERVAL '5 years', if_not_exists => TRUE);

-- index idx_performance_metrics_strategy_id_time
CREATE INDEX IF NOT EXISTS idx_performance_metrics_strategy_id_time ON crypto.performance_metrics (strategy_id, time DESC);

-- index idx_performance_metrics_metric_name_time
CREATE INDEX IF NOT EXISTS idx_performance_metrics_metric_name_time ON crypto.performance_metrics (metric_name, time DESC);

-- comments of performance_metrics
COMMENT ON TABLE crypto.performance_metrics IS 'Figures of strategies over time';

-- job positions_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'positions_retention', '1 day', 'DELETE FROM crypto.positions WHERE closed_at < now() - interval ''7 years''')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
