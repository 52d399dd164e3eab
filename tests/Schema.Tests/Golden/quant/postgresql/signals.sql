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
)
PARTITION BY RANGE (time);

-- table signals_default
CREATE TABLE IF NOT EXISTS quant.signals_default PARTITION OF quant.signals DEFAULT;

-- partitions of signals
SELECT platform.make_partitions('quant.signals', 'time', '7 days', 4);

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

-- job signals_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'signals_partitions', '1 day', 'SELECT platform.make_partitions(''quant.signals'', ''time'', ''7 days'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job signals_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('quant', 'signals_retention', '1 day', 'SELECT platform.drop_partitions(''quant.signals'', ''time'', ''5 years'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
