-- schema crypto
CREATE SCHEMA IF NOT EXISTS crypto;

-- table symbols
CREATE TABLE IF NOT EXISTS crypto.symbols
(
    symbol varchar(20) NOT NULL,
    exchange varchar(50) NOT NULL,
    base_currency varchar(10) NOT NULL,
    quote_currency varchar(10) NOT NULL,
    status varchar(20) DEFAULT 'active',
    min_order_size numeric,
    max_order_size numeric,
    price_precision integer,
    quantity_precision integer,
    CONSTRAINT symbols_pkey PRIMARY KEY (symbol, exchange),
    CONSTRAINT symbols_status_check CHECK (status IN ('active', 'inactive', 'deprecated'))
);

-- index idx_symbols_exchange
CREATE INDEX IF NOT EXISTS idx_symbols_exchange ON crypto.symbols (exchange);

-- index idx_symbols_status
CREATE INDEX IF NOT EXISTS idx_symbols_status ON crypto.symbols (status);

-- comments of symbols
COMMENT ON TABLE crypto.symbols IS 'Symbols of exchanges';
COMMENT ON COLUMN crypto.symbols.min_order_size IS 'base currency';
COMMENT ON COLUMN crypto.symbols.max_order_size IS 'base currency';
COMMENT ON COLUMN crypto.symbols.price_precision IS 'decimal places';
COMMENT ON COLUMN crypto.symbols.quantity_precision IS 'decimal places';

-- table strategies
CREATE TABLE IF NOT EXISTS crypto.strategies
(
    id serial NOT NULL,
    user_id integer,
    name varchar(100) NOT NULL,
    description text,
    config jsonb,
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT strategies_pkey PRIMARY KEY (id),
    CONSTRAINT strategies_user_id_fkey FOREIGN KEY (user_id) REFERENCES crypto.users (id)
);

-- index idx_strategies_user_id
CREATE INDEX IF NOT EXISTS idx_strategies_user_id ON crypto.strategies (user_id);

-- index idx_strategies_is_active
CREATE INDEX IF NOT EXISTS idx_strategies_is_active ON crypto.strategies (is_active);

-- comments of strategies
COMMENT ON TABLE crypto.strategies IS 'Strategies';

-- table strategy_versions
CREATE TABLE IF NOT EXISTS crypto.strategy_versions
(
    id serial NOT NULL,
    strategy_id integer,
    version_number integer NOT NULL,
    config jsonb,
    created_at timestamptz DEFAULT now(),
    created_by integer,
    CONSTRAINT strategy_versions_pkey PRIMARY KEY (id),
    CONSTRAINT strategy_versions_strategy_id_fkey FOREIGN KEY (strategy_id) REFERENCES crypto.strategies (id),
    CONSTRAINT strategy_versions_created_by_fkey FOREIGN KEY (created_by) REFERENCES crypto.users (id)
);

-- index idx_strategy_versions_strategy_id_version_number
CREATE UNIQUE INDEX IF NOT EXISTS idx_strategy_versions_strategy_id_version_number ON crypto.strategy_versions (strategy_id, version_number);

-- comments of strategy_versions
COMMENT ON TABLE crypto.strategy_versions IS 'What a strategy was configured as';
