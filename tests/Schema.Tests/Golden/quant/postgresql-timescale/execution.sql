-- schema quant
CREATE SCHEMA IF NOT EXISTS quant;

-- table orders
CREATE TABLE IF NOT EXISTS quant.orders
(
    order_id uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    strategy_id text,
    signal_id uuid,
    symbol text NOT NULL,
    side text NOT NULL,
    order_type text NOT NULL,
    quantity double precision NOT NULL,
    price double precision,
    stop_price double precision,
    time_in_force text DEFAULT 'day' NOT NULL,
    status text DEFAULT 'pending' NOT NULL,
    filled_quantity double precision DEFAULT 0,
    avg_fill_price double precision,
    broker_order_id text,
    error_message text,
    CONSTRAINT orders_pkey PRIMARY KEY (order_id, created_at),
    CONSTRAINT orders_side_check CHECK (side IN ('buy', 'sell')),
    CONSTRAINT orders_type_check CHECK (order_type IN ('market', 'limit', 'stop', 'stop_limit')),
    CONSTRAINT orders_quantity_check CHECK (quantity > 0)
);

-- hypertable orders
SELECT create_hypertable('quant.orders', by_range('created_at', INTERVAL '7 days'), if_not_exists => TRUE);

-- index idx_orders_strategy
CREATE INDEX IF NOT EXISTS idx_orders_strategy ON quant.orders (strategy_id, created_at DESC);

-- index idx_orders_symbol
CREATE INDEX IF NOT EXISTS idx_orders_symbol ON quant.orders (symbol, created_at DESC);

-- index idx_orders_status
CREATE INDEX IF NOT EXISTS idx_orders_status ON quant.orders (status) WHERE status IN ('pending', 'open');

-- comments of orders
COMMENT ON TABLE quant.orders IS 'Orders';
COMMENT ON COLUMN quant.orders.price IS 'quote currency';
COMMENT ON COLUMN quant.orders.stop_price IS 'quote currency';
COMMENT ON COLUMN quant.orders.time_in_force IS 'day, gtc, ioc or fok';
COMMENT ON COLUMN quant.orders.avg_fill_price IS 'quote currency';

-- reference orders_signal_id_fkey
CREATE OR REPLACE TRIGGER orders_signal_id_fkey BEFORE INSERT OR UPDATE ON quant.orders
FOR EACH ROW EXECUTE FUNCTION platform.check_reference('quant.signals', 'signal_id', 'signal_id');

-- table executions
CREATE TABLE IF NOT EXISTS quant.executions
(
    execution_id uuid DEFAULT gen_random_uuid() NOT NULL,
    time timestamptz NOT NULL,
    order_id uuid,
    symbol text NOT NULL,
    side text NOT NULL,
    quantity double precision NOT NULL,
    price double precision NOT NULL,
    commission double precision DEFAULT 0,
    venue text,
    broker_exec_id text,
    CONSTRAINT executions_pkey PRIMARY KEY (execution_id, time),
    CONSTRAINT executions_side_check CHECK (side IN ('buy', 'sell')),
    CONSTRAINT executions_quantity_check CHECK (quantity > 0)
);

-- hypertable executions
SELECT create_hypertable('quant.executions', by_range('time', INTERVAL '7 days'), if_not_exists => TRUE);

-- index idx_executions_order
CREATE INDEX IF NOT EXISTS idx_executions_order ON quant.executions (order_id);

-- index idx_executions_symbol
CREATE INDEX IF NOT EXISTS idx_executions_symbol ON quant.executions (symbol, time DESC);

-- comments of executions
COMMENT ON TABLE quant.executions IS 'Executions of orders';
COMMENT ON COLUMN quant.executions.price IS 'quote currency';
COMMENT ON COLUMN quant.executions.commission IS 'quote currency';

-- reference executions_order_id_fkey
CREATE OR REPLACE TRIGGER executions_order_id_fkey BEFORE INSERT OR UPDATE ON quant.executions
FOR EACH ROW EXECUTE FUNCTION platform.check_reference('quant.orders', 'order_id', 'order_id');
