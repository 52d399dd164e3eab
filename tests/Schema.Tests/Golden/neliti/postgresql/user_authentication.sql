-- schema neliti
CREATE SCHEMA IF NOT EXISTS neliti;

-- table organizations
CREATE TABLE IF NOT EXISTS neliti.organizations
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name varchar(255) NOT NULL,
    domain varchar(255),
    subscription_tier varchar(50) DEFAULT 'basic',
    api_rate_limit integer DEFAULT 1000,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    slug varchar(100),
    description text,
    logo_url varchar(500),
    website_url varchar(500),
    contact_email varchar(255),
    settings jsonb DEFAULT '{}',
    max_users integer DEFAULT 10,
    max_strategies integer DEFAULT 5,
    is_active boolean DEFAULT true,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_slug_key UNIQUE (slug),
    CONSTRAINT organizations_limits_check CHECK (api_rate_limit > 0 AND max_users > 0 AND max_strategies > 0)
);

-- comments of organizations
COMMENT ON TABLE neliti.organizations IS 'Tenants';
COMMENT ON COLUMN neliti.organizations.api_rate_limit IS 'requests a minute';

-- table users
CREATE TABLE IF NOT EXISTS neliti.users
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email varchar(255) NOT NULL,
    password_hash varchar(255) NOT NULL,
    first_name varchar(100),
    last_name varchar(100),
    organization_id uuid,
    is_active boolean DEFAULT true,
    last_login timestamptz,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    username varchar(100),
    is_verified boolean DEFAULT false,
    is_premium boolean DEFAULT false,
    role varchar(50) DEFAULT 'user',
    login_count integer DEFAULT 0,
    failed_login_attempts integer DEFAULT 0,
    locked_until timestamptz,
    password_reset_token_hash varchar(64),
    password_reset_expires timestamptz,
    verification_token_hash varchar(64),
    verification_expires timestamptz,
    preferences jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    two_factor_enabled boolean DEFAULT false,
    two_factor_secret_encrypted bytea,
    backup_code_hashes text[],
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_username_key UNIQUE (username),
    CONSTRAINT users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES neliti.organizations (id)
);

-- index idx_users_organization_id
CREATE INDEX IF NOT EXISTS idx_users_organization_id ON neliti.users (organization_id);

-- index idx_users_active
CREATE INDEX IF NOT EXISTS idx_users_active ON neliti.users (is_active);

-- index idx_users_role
CREATE INDEX IF NOT EXISTS idx_users_role ON neliti.users (role);

-- index idx_users_last_login
CREATE INDEX IF NOT EXISTS idx_users_last_login ON neliti.users (last_login DESC);

-- comments of users
COMMENT ON TABLE neliti.users IS 'People and programs that log in';
COMMENT ON COLUMN neliti.users.password_hash IS 'by the framework''s hasher, its salt within';
COMMENT ON COLUMN neliti.users.failed_login_attempts IS 'since the last good one';
COMMENT ON COLUMN neliti.users.password_reset_token_hash IS 'SHA-256';
COMMENT ON COLUMN neliti.users.verification_token_hash IS 'SHA-256';
COMMENT ON COLUMN neliti.users.two_factor_secret_encrypted IS 'encrypted; the key is not in the database';
COMMENT ON COLUMN neliti.users.backup_code_hashes IS 'SHA-256 of each';

-- table user_roles
CREATE TABLE IF NOT EXISTS neliti.user_roles
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid,
    role varchar(50) NOT NULL,
    permissions jsonb DEFAULT '[]' NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    assigned_at timestamptz DEFAULT now() NOT NULL,
    assigned_by uuid,
    expires_at timestamptz,
    CONSTRAINT user_roles_pkey PRIMARY KEY (id),
    CONSTRAINT user_roles_user_id_organization_id_role_key UNIQUE (user_id, organization_id, role),
    CONSTRAINT user_roles_role_check CHECK (role IN ('admin', 'manager', 'trader', 'analyst', 'viewer', 'user')),
    CONSTRAINT user_roles_expires_check CHECK (expires_at IS NULL OR expires_at > assigned_at),
    CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE,
    CONSTRAINT user_roles_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES neliti.organizations (id) ON DELETE CASCADE,
    CONSTRAINT user_roles_assigned_by_fkey FOREIGN KEY (assigned_by) REFERENCES neliti.users (id) ON DELETE SET NULL
);

-- index idx_user_roles_organization_id
CREATE INDEX IF NOT EXISTS idx_user_roles_organization_id ON neliti.user_roles (organization_id);

-- index idx_user_roles_role
CREATE INDEX IF NOT EXISTS idx_user_roles_role ON neliti.user_roles (role);

-- comments of user_roles
COMMENT ON TABLE neliti.user_roles IS 'Which roles a user has in which organization';
COMMENT ON COLUMN neliti.user_roles.organization_id IS 'null: in all';
COMMENT ON COLUMN neliti.user_roles.permissions IS '["clickhouse:read", "orders:*"], beyond those of the role';
COMMENT ON COLUMN neliti.user_roles.expires_at IS 'null: never';

-- table api_keys
CREATE TABLE IF NOT EXISTS neliti.api_keys
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    key_hash varchar(255) NOT NULL,
    name varchar(100),
    permissions jsonb DEFAULT '{}',
    rate_limit integer,
    expires_at timestamptz,
    is_active boolean DEFAULT true,
    last_used timestamptz,
    created_at timestamptz DEFAULT now(),
    key_prefix varchar(16),
    scopes text[] DEFAULT '{}',
    allowed_ips text[],
    requests_count bigint DEFAULT 0,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_user_id_name_key UNIQUE (user_id, name),
    CONSTRAINT api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES neliti.users (id) ON DELETE CASCADE
);

-- index idx_api_keys_expires_at
CREATE INDEX IF NOT EXISTS idx_api_keys_expires_at ON neliti.api_keys (expires_at) WHERE is_active;

-- comments of api_keys
COMMENT ON TABLE neliti.api_keys IS 'Keys of programs, stored hashed';
COMMENT ON COLUMN neliti.api_keys.key_hash IS 'SHA-256 of the key, never the key';
COMMENT ON COLUMN neliti.api_keys.rate_limit IS 'requests a minute';
COMMENT ON COLUMN neliti.api_keys.key_prefix IS 'the first characters of the key, to tell keys apart';
