-- schema quant
CREATE SCHEMA IF NOT EXISTS quant;

-- table signals
CREATE TABLE IF NOT EXISTS quant.signals
(
    signal_id uuid DEFAULT gen_random_uuid() NOT NULL,
    time timestamptz NOT NULL,
    strategy_id text NOT NULL,
    symbol text NOT NULL,
    signal_type text NOT NULL,
    strength double precision NOT NULL,
    confidence double precision NOT NULL,
    target_price double precision,
    stop_loss double precision,
    expiration timestamptz,
    metadata jsonb,
    status text DEFAULT 'active',
    CONSTRAINT signals_pkey PRIMARY KEY (signal_id, time),
    CONSTRAINT valid_strength CHECK (strength >= 0 AND strength <= 1),
    CONSTRAINT valid_confidence CHECK (confidence >= 0 AND confidence <= 1),
    CONSTRAINT signals_type_check CHECK (signal_type IN ('LONG', 'SHORT', 'EXIT_LONG', 'EXIT_SHORT')),
    CONSTRAINT signals_status_check CHECK (status IN ('active', 'executed', 'expired', 'cancelled'))
);

-- hypertable signals
SELECT create_hypertable('quant.signals', by_range('time', INTERVAL '7 days'), if_not_exists => TRUE);

-- retention policy of signals
SELECT add_retention_policy('quant.signals', INTERVAL '5 years', if_not_exists => TRUE);

-- index idx_signals_strategy
CREATE INDEX IF NOT EXISTS idx_signals_strategy ON quant.signals (strategy_id, time DESC);

-- index idx_signals_symbol
CREATE INDEX IF NOT EXISTS idx_signals_symbol ON quant.signals (symbol, time DESC);

-- index idx_signals_active
CREATE INDEX IF NOT EXISTS idx_signals_active ON quant.signals (status) WHERE status = 'active';

-- comments of signals
COMMENT ON TABLE quant.signals IS 'Signals of strategies';
COMMENT ON COLUMN quant.signals.strength IS '0..1';
COMMENT ON COLUMN quant.signals.confidence IS '0..1';
COMMENT ON COLUMN quant.signals.target_price IS 'quote currency';
COMMENT ON COLUMN quant.signals.stop_loss IS 'quote currency';
