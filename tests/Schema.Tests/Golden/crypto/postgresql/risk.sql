-- schema crypto
CREATE SCHEMA IF NOT EXISTS crypto;

-- table risk_limits
CREATE TABLE IF NOT EXISTS crypto.risk_limits
(
    id serial NOT NULL,
    user_id integer,
    max_position_value numeric,
    max_daily_loss numeric,
    max_drawdown numeric,
    max_orders_per_hour integer,
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT risk_limits_pkey PRIMARY KEY (id),
    CONSTRAINT risk_limits_user_id_fkey FOREIGN KEY (user_id) REFERENCES crypto.users (id)
);

-- index idx_risk_limits_user_id
CREATE INDEX IF NOT EXISTS idx_risk_limits_user_id ON crypto.risk_limits (user_id);

-- comments of risk_limits
COMMENT ON TABLE crypto.risk_limits IS 'Limits of users';
COMMENT ON COLUMN crypto.risk_limits.max_position_value IS 'account currency';
COMMENT ON COLUMN crypto.risk_limits.max_daily_loss IS 'account currency';
COMMENT ON COLUMN crypto.risk_limits.max_drawdown IS 'ratio 0..1';

-- table risk_events
CREATE TABLE IF NOT EXISTS crypto.risk_events
(
    id serial NOT NULL,
    user_id integer,
    event_type varchar(50) NOT NULL,
    severity varchar(20) NOT NULL,
    description text,
    details jsonb,
    triggered_at timestamptz DEFAULT now(),
    resolved_at timestamptz,
    resolved_by integer,
    CONSTRAINT risk_events_pkey PRIMARY KEY (id),
    CONSTRAINT risk_events_type_check CHECK (event_type IN ('limit_breach', 'compliance_violation')),
    CONSTRAINT risk_events_severity_check CHECK (severity IN ('info', 'warning', 'critical')),
    CONSTRAINT risk_events_user_id_fkey FOREIGN KEY (user_id) REFERENCES crypto.users (id),
    CONSTRAINT risk_events_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES crypto.users (id)
);

-- index idx_risk_events_user_id_triggered_at
CREATE INDEX IF NOT EXISTS idx_risk_events_user_id_triggered_at ON crypto.risk_events (user_id, triggered_at DESC);

-- index idx_risk_events_event_type
CREATE INDEX IF NOT EXISTS idx_risk_events_event_type ON crypto.risk_events (event_type);

-- index idx_risk_events_severity
CREATE INDEX IF NOT EXISTS idx_risk_events_severity ON crypto.risk_events (severity);

-- comments of risk_events
COMMENT ON TABLE crypto.risk_events IS 'What broke a limit or a rule';

-- guard of risk_events against early deletion
CREATE OR REPLACE TRIGGER risk_events_keep BEFORE DELETE ON crypto.risk_events
FOR EACH ROW EXECUTE FUNCTION platform.keep_until('triggered_at', '7 years');

-- guard of risk_events against truncation
CREATE OR REPLACE TRIGGER risk_events_keep_all BEFORE TRUNCATE ON crypto.risk_events
FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_truncate();

-- job risk_events_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'risk_events_retention', '1 day', 'DELETE FROM crypto.risk_events WHERE triggered_at < now() - interval ''7 years''')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
