-- schema neliti
CREATE SCHEMA IF NOT EXISTS neliti;

-- table user_sessions
CREATE TABLE IF NOT EXISTS neliti.user_sessions
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    token_hash varchar(64) NOT NULL,
    ip_address inet,
    user_agent text,
    is_active boolean DEFAULT true NOT NULL,
    last_activity timestamptz DEFAULT now() NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT user_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT user_sessions_token_hash_key UNIQUE (token_hash),
    CONSTRAINT user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE
);

-- index idx_user_sessions_user_id
CREATE INDEX IF NOT EXISTS idx_user_sessions_user_id ON neliti.user_sessions (user_id);

-- index idx_user_sessions_last_activity
CREATE INDEX IF NOT EXISTS idx_user_sessions_last_activity ON neliti.user_sessions (last_activity) WHERE is_active;

-- comments of user_sessions
COMMENT ON TABLE neliti.user_sessions IS 'Log-ins that are open or were';
COMMENT ON COLUMN neliti.user_sessions.token_hash IS 'SHA-256 of the token';

-- table user_profiles
CREATE TABLE IF NOT EXISTS neliti.user_profiles
(
    user_id uuid NOT NULL,
    risk_profile varchar(20) DEFAULT 'moderate',
    trading_experience varchar(20),
    country varchar(2),
    timezone varchar(64) DEFAULT 'UTC',
    language varchar(8) DEFAULT 'en',
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT user_profiles_pkey PRIMARY KEY (user_id),
    CONSTRAINT user_profiles_risk_check CHECK (risk_profile IN ('conservative', 'moderate', 'aggressive')),
    CONSTRAINT user_profiles_experience_check CHECK (trading_experience IN ('none', 'beginner', 'intermediate', 'expert')),
    CONSTRAINT user_profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE
);

-- comments of user_profiles
COMMENT ON TABLE neliti.user_profiles IS 'What a user says of themselves';
COMMENT ON COLUMN neliti.user_profiles.country IS 'ISO 3166-1';
COMMENT ON COLUMN neliti.user_profiles.timezone IS 'IANA name';
COMMENT ON COLUMN neliti.user_profiles.language IS 'ISO 639-1';

-- table mt5_accounts
CREATE TABLE IF NOT EXISTS neliti.mt5_accounts
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    account_number varchar(32) NOT NULL,
    broker varchar(100) NOT NULL,
    server varchar(100) NOT NULL,
    account_type varchar(10) DEFAULT 'demo' NOT NULL,
    is_connected boolean DEFAULT false NOT NULL,
    last_connected timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT mt5_accounts_pkey PRIMARY KEY (id),
    CONSTRAINT mt5_accounts_broker_account_number_key UNIQUE (broker, account_number),
    CONSTRAINT mt5_accounts_type_check CHECK (account_type IN ('demo', 'real')),
    CONSTRAINT mt5_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE
);

-- index idx_mt5_accounts_user_id
CREATE INDEX IF NOT EXISTS idx_mt5_accounts_user_id ON neliti.mt5_accounts (user_id);

-- comments of mt5_accounts
COMMENT ON TABLE neliti.mt5_accounts IS 'Accounts at brokers; passwords are not kept';

-- table notifications
CREATE TABLE IF NOT EXISTS neliti.notifications
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    kind varchar(50) NOT NULL,
    title varchar(255) NOT NULL,
    body text,
    is_read boolean DEFAULT false NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    read_at timestamptz,
    CONSTRAINT notifications_pkey PRIMARY KEY (id),
    CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE
);

-- index idx_notifications_user
CREATE INDEX IF NOT EXISTS idx_notifications_user ON neliti.notifications (user_id, created_at DESC);

-- index idx_notifications_unread
CREATE INDEX IF NOT EXISTS idx_notifications_unread ON neliti.notifications (user_id) WHERE NOT is_read;

-- comments of notifications
COMMENT ON TABLE neliti.notifications IS 'What users were told';

-- table subscription_plans
CREATE TABLE IF NOT EXISTS neliti.subscription_plans
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    plan_name varchar(100) NOT NULL,
    display_name varchar(255) NOT NULL,
    price numeric(20,8) DEFAULT 0 NOT NULL,
    currency varchar(3) DEFAULT 'USD' NOT NULL,
    period varchar(10) DEFAULT 'month' NOT NULL,
    features jsonb DEFAULT '{}' NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    CONSTRAINT subscription_plans_pkey PRIMARY KEY (id),
    CONSTRAINT subscription_plans_plan_name_key UNIQUE (plan_name),
    CONSTRAINT subscription_plans_price_check CHECK (price >= 0)
);

-- comments of subscription_plans
COMMENT ON TABLE neliti.subscription_plans IS 'Plans that can be had';
COMMENT ON COLUMN neliti.subscription_plans.price IS 'in the currency, a period';
COMMENT ON COLUMN neliti.subscription_plans.currency IS 'ISO 4217';

-- table user_subscriptions
CREATE TABLE IF NOT EXISTS neliti.user_subscriptions
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    plan_id uuid NOT NULL,
    status varchar(20) DEFAULT 'active' NOT NULL,
    current_period_start timestamptz NOT NULL,
    current_period_end timestamptz NOT NULL,
    cancel_at_period_end boolean DEFAULT false NOT NULL,
    trial_start timestamptz,
    trial_end timestamptz,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT user_subscriptions_pkey PRIMARY KEY (id),
    CONSTRAINT user_subscriptions_period_check CHECK (current_period_end > current_period_start),
    CONSTRAINT user_subscriptions_status_check CHECK (status IN ('active', 'trialing', 'past_due', 'cancelled', 'expired')),
    CONSTRAINT user_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE,
    CONSTRAINT user_subscriptions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES neliti.subscription_plans (id)
);

-- index idx_user_subscriptions_user_id
CREATE INDEX IF NOT EXISTS idx_user_subscriptions_user_id ON neliti.user_subscriptions (user_id);

-- comments of user_subscriptions
COMMENT ON TABLE neliti.user_subscriptions IS 'Who has which plan';

-- table user_permissions
CREATE TABLE IF NOT EXISTS neliti.user_permissions
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    permission varchar(100) NOT NULL,
    action varchar(100),
    resource_id varchar(255),
    granted_by uuid,
    granted_at timestamptz DEFAULT now() NOT NULL,
    expires_at timestamptz,
    CONSTRAINT user_permissions_pkey PRIMARY KEY (id),
    CONSTRAINT user_permissions_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE,
    CONSTRAINT user_permissions_granted_by_fkey FOREIGN KEY (granted_by) REFERENCES neliti.users (id) ON DELETE SET NULL
);

-- index idx_user_permissions_user
CREATE INDEX IF NOT EXISTS idx_user_permissions_user ON neliti.user_permissions (user_id, permission);

-- comments of user_permissions
COMMENT ON TABLE neliti.user_permissions IS 'Permissions of one user, beyond the roles';
COMMENT ON COLUMN neliti.user_permissions.permission IS '"clickhouse" or "*"';
COMMENT ON COLUMN neliti.user_permissions.action IS 'null: any';
COMMENT ON COLUMN neliti.user_permissions.resource_id IS 'null: any';

-- table audit_logs
CREATE TABLE IF NOT EXISTS neliti.audit_logs
(
    id bigserial NOT NULL,
    user_id uuid,
    action varchar(50) NOT NULL,
    resource_type varchar(100) NOT NULL,
    resource_id varchar(255),
    severity varchar(20) DEFAULT 'info' NOT NULL,
    old_value jsonb,
    new_value jsonb,
    ip_address inet,
    metadata jsonb DEFAULT '{}' NOT NULL,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (id),
    CONSTRAINT audit_logs_severity_check CHECK (severity IN ('debug', 'info', 'warning', 'error', 'critical')),
    CONSTRAINT audit_logs_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE SET NULL
);

-- index idx_audit_logs_created
CREATE INDEX IF NOT EXISTS idx_audit_logs_created ON neliti.audit_logs (created_at DESC);

-- index idx_audit_logs_user
CREATE INDEX IF NOT EXISTS idx_audit_logs_user ON neliti.audit_logs (user_id, created_at DESC);

-- index idx_audit_logs_resource
CREATE INDEX IF NOT EXISTS idx_audit_logs_resource ON neliti.audit_logs (resource_type, resource_id);

-- comments of audit_logs
COMMENT ON TABLE neliti.audit_logs IS 'Who changed what';
