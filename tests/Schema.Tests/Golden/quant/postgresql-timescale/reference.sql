-- schema quant
CREATE SCHEMA IF NOT EXISTS quant;

-- table strategies
CREATE TABLE IF NOT EXISTS quant.strategies
(
    strategy_id text NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    status text DEFAULT 'stopped' NOT NULL,
    parameters jsonb DEFAULT '{}' NOT NULL,
    risk_limits jsonb DEFAULT '{}' NOT NULL,
    symbols text[] DEFAULT '{}' NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    created_by text NOT NULL,
    CONSTRAINT strategies_pkey PRIMARY KEY (strategy_id)
);

-- index idx_strategies_status
CREATE INDEX IF NOT EXISTS idx_strategies_status ON quant.strategies (status);

-- index idx_strategies_type
CREATE INDEX IF NOT EXISTS idx_strategies_type ON quant.strategies (type);

-- comments of strategies
COMMENT ON TABLE quant.strategies IS 'Strategies';

-- table users
CREATE TABLE IF NOT EXISTS quant.users
(
    user_id uuid DEFAULT gen_random_uuid() NOT NULL,
    username text NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    role text DEFAULT 'viewer' NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    last_login timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (user_id),
    CONSTRAINT users_username_key UNIQUE (username),
    CONSTRAINT users_email_key UNIQUE (email)
);

-- comments of users
COMMENT ON TABLE quant.users IS 'Users';
COMMENT ON COLUMN quant.users.password_hash IS 'by the framework''s hasher, its salt within';

-- table permissions
CREATE TABLE IF NOT EXISTS quant.permissions
(
    permission_id serial NOT NULL,
    role text NOT NULL,
    resource text NOT NULL,
    action text NOT NULL,
    CONSTRAINT permissions_pkey PRIMARY KEY (permission_id),
    CONSTRAINT permissions_role_resource_action_key UNIQUE (role, resource, action)
);

-- comments of permissions
COMMENT ON TABLE quant.permissions IS 'What each role may do';

-- rows of permissions
INSERT INTO quant.permissions (role, resource, action)
VALUES
    ('admin', '*', '*'),
    ('trader', 'strategies', 'read'),
    ('trader', 'strategies', 'update'),
    ('trader', 'signals', 'read'),
    ('trader', 'orders', '*'),
    ('trader', 'portfolio', 'read'),
    ('viewer', 'strategies', 'read'),
    ('viewer', 'signals', 'read'),
    ('viewer', 'portfolio', 'read')
ON CONFLICT DO NOTHING;

-- table configurations
CREATE TABLE IF NOT EXISTS quant.configurations
(
    key text NOT NULL,
    value jsonb NOT NULL,
    description text,
    updated_at timestamptz DEFAULT now() NOT NULL,
    updated_by text,
    CONSTRAINT configurations_pkey PRIMARY KEY (key)
);

-- comments of configurations
COMMENT ON TABLE quant.configurations IS 'Settings by key';

-- table audit_logs
CREATE TABLE IF NOT EXISTS quant.audit_logs
(
    log_id bigserial NOT NULL,
    timestamp timestamptz DEFAULT now() NOT NULL,
    user_id uuid,
    action text NOT NULL,
    resource_type text NOT NULL,
    resource_id text,
    old_value jsonb,
    new_value jsonb,
    ip_address inet,
    user_agent text,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (log_id),
    CONSTRAINT audit_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES quant.users (user_id)
);

-- index idx_audit_timestamp
CREATE INDEX IF NOT EXISTS idx_audit_timestamp ON quant.audit_logs (timestamp DESC);

-- index idx_audit_user
CREATE INDEX IF NOT EXISTS idx_audit_user ON quant.audit_logs (user_id, timestamp DESC);

-- index idx_audit_resource
CREATE INDEX IF NOT EXISTS idx_audit_resource ON quant.audit_logs (resource_type, resource_id);

-- comments of audit_logs
COMMENT ON TABLE quant.audit_logs IS 'Who changed what';
