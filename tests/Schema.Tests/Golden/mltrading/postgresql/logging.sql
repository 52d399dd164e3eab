-- schema mltrading
CREATE SCHEMA IF NOT EXISTS mltrading;

-- table system_logs
CREATE TABLE IF NOT EXISTS mltrading.system_logs
(
    id bigserial NOT NULL,
    timestamp timestamptz DEFAULT now() NOT NULL,
    level varchar(20) NOT NULL,
    logger_name varchar(100) NOT NULL,
    correlation_id varchar(50),
    message text NOT NULL,
    module varchar(100),
    function_name varchar(100),
    line_number integer,
    thread_name varchar(100),
    process_id integer,
    metadata jsonb,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT system_logs_pkey PRIMARY KEY (id),
    CONSTRAINT system_logs_level_check CHECK (level IN ('DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'))
);

-- index idx_system_logs_timestamp
CREATE INDEX IF NOT EXISTS idx_system_logs_timestamp ON mltrading.system_logs (timestamp);

-- index idx_system_logs_level
CREATE INDEX IF NOT EXISTS idx_system_logs_level ON mltrading.system_logs (level);

-- index idx_system_logs_logger
CREATE INDEX IF NOT EXISTS idx_system_logs_logger ON mltrading.system_logs (logger_name);

-- index idx_system_logs_correlation
CREATE INDEX IF NOT EXISTS idx_system_logs_correlation ON mltrading.system_logs (correlation_id);

-- index idx_system_logs_created_at
CREATE INDEX IF NOT EXISTS idx_system_logs_created_at ON mltrading.system_logs (created_at);

-- comments of system_logs
COMMENT ON TABLE mltrading.system_logs IS 'Log lines of all processes';

-- table trading_events
CREATE TABLE IF NOT EXISTS mltrading.trading_events
(
    id bigserial NOT NULL,
    timestamp timestamptz DEFAULT now() NOT NULL,
    event_type varchar(50) NOT NULL,
    symbol varchar(20),
    side varchar(10),
    quantity numeric(15,6),
    price numeric(15,6),
    order_id varchar(100),
    strategy varchar(50),
    correlation_id varchar(50),
    metadata jsonb,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT trading_events_pkey PRIMARY KEY (id)
);

-- index idx_trading_events_timestamp
CREATE INDEX IF NOT EXISTS idx_trading_events_timestamp ON mltrading.trading_events (timestamp);

-- index idx_trading_events_symbol
CREATE INDEX IF NOT EXISTS idx_trading_events_symbol ON mltrading.trading_events (symbol);

-- index idx_trading_events_type
CREATE INDEX IF NOT EXISTS idx_trading_events_type ON mltrading.trading_events (event_type);

-- index idx_trading_events_correlation
CREATE INDEX IF NOT EXISTS idx_trading_events_correlation ON mltrading.trading_events (correlation_id);

-- comments of trading_events
COMMENT ON TABLE mltrading.trading_events IS 'What happened while trading';
COMMENT ON COLUMN mltrading.trading_events.price IS 'quote currency';

-- table performance_logs
CREATE TABLE IF NOT EXISTS mltrading.performance_logs
(
    id bigserial NOT NULL,
    timestamp timestamptz DEFAULT now() NOT NULL,
    operation_name varchar(100) NOT NULL,
    duration_ms numeric(10,3) NOT NULL,
    status varchar(20) NOT NULL,
    component varchar(50),
    correlation_id varchar(50),
    memory_usage_mb numeric(10,2),
    cpu_usage_percent numeric(5,2),
    metadata jsonb,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT performance_logs_pkey PRIMARY KEY (id)
);

-- index idx_performance_logs_timestamp
CREATE INDEX IF NOT EXISTS idx_performance_logs_timestamp ON mltrading.performance_logs (timestamp);

-- index idx_performance_logs_operation
CREATE INDEX IF NOT EXISTS idx_performance_logs_operation ON mltrading.performance_logs (operation_name);

-- index idx_performance_logs_component
CREATE INDEX IF NOT EXISTS idx_performance_logs_component ON mltrading.performance_logs (component);

-- index idx_performance_logs_correlation
CREATE INDEX IF NOT EXISTS idx_performance_logs_correlation ON mltrading.performance_logs (correlation_id);

-- comments of performance_logs
COMMENT ON TABLE mltrading.performance_logs IS 'How long operations took';
COMMENT ON COLUMN mltrading.performance_logs.duration_ms IS 'ms';
COMMENT ON COLUMN mltrading.performance_logs.memory_usage_mb IS 'MB';
COMMENT ON COLUMN mltrading.performance_logs.cpu_usage_percent IS 'percent';

-- table error_logs
CREATE TABLE IF NOT EXISTS mltrading.error_logs
(
    id bigserial NOT NULL,
    timestamp timestamptz DEFAULT now() NOT NULL,
    error_type varchar(100) NOT NULL,
    error_message text NOT NULL,
    stack_trace text,
    component varchar(50),
    correlation_id varchar(50),
    user_id varchar(50),
    request_path varchar(200),
    metadata jsonb,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT error_logs_pkey PRIMARY KEY (id)
);

-- index idx_error_logs_timestamp
CREATE INDEX IF NOT EXISTS idx_error_logs_timestamp ON mltrading.error_logs (timestamp);

-- index idx_error_logs_type
CREATE INDEX IF NOT EXISTS idx_error_logs_type ON mltrading.error_logs (error_type);

-- index idx_error_logs_component
CREATE INDEX IF NOT EXISTS idx_error_logs_component ON mltrading.error_logs (component);

-- index idx_error_logs_correlation
CREATE INDEX IF NOT EXISTS idx_error_logs_correlation ON mltrading.error_logs (correlation_id);

-- comments of error_logs
COMMENT ON TABLE mltrading.error_logs IS 'Errors';

-- table user_action_logs
CREATE TABLE IF NOT EXISTS mltrading.user_action_logs
(
    id bigserial NOT NULL,
    timestamp timestamptz DEFAULT now() NOT NULL,
    action_type varchar(50) NOT NULL,
    user_id varchar(50),
    session_id varchar(100),
    ip_address inet,
    user_agent text,
    request_path varchar(200),
    request_method varchar(10),
    response_status integer,
    duration_ms numeric(10,3),
    correlation_id varchar(50),
    metadata jsonb,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT user_action_logs_pkey PRIMARY KEY (id)
);

-- index idx_user_action_logs_timestamp
CREATE INDEX IF NOT EXISTS idx_user_action_logs_timestamp ON mltrading.user_action_logs (timestamp);

-- index idx_user_action_logs_action_type
CREATE INDEX IF NOT EXISTS idx_user_action_logs_action_type ON mltrading.user_action_logs (action_type);

-- index idx_user_action_logs_user_id
CREATE INDEX IF NOT EXISTS idx_user_action_logs_user_id ON mltrading.user_action_logs (user_id);

-- index idx_user_action_logs_correlation
CREATE INDEX IF NOT EXISTS idx_user_action_logs_correlation ON mltrading.user_action_logs (correlation_id);

-- comments of user_action_logs
COMMENT ON TABLE mltrading.user_action_logs IS 'What users did';
COMMENT ON COLUMN mltrading.user_action_logs.duration_ms IS 'ms';

-- job system_logs_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('mltrading', 'system_logs_retention', '1 day', 'DELETE FROM mltrading.system_logs WHERE timestamp < now() - interval ''90 days''')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job performance_logs_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('mltrading', 'performance_logs_retention', '1 day', 'DELETE FROM mltrading.performance_logs WHERE timestamp < now() - interval ''30 days''')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job error_logs_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('mltrading', 'error_logs_retention', '1 day', 'DELETE FROM mltrading.error_logs WHERE timestamp < now() - interval ''180 days''')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
