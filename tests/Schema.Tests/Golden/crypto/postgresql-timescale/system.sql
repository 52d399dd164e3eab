-- schema crypto
CREATE SCHEMA IF NOT EXISTS crypto;

-- table exchange_connections
CREATE TABLE IF NOT EXISTS crypto.exchange_connections
(
    id serial NOT NULL,
    user_id integer,
    exchange_name varchar(50) NOT NULL,
    api_key_encrypted bytea NOT NULL,
    api_secret_encrypted bytea NOT NULL,
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT exchange_connections_pkey PRIMARY KEY (id),
    CONSTRAINT exchange_connections_user_id_fkey FOREIGN KEY (user_id) REFERENCES crypto.users (id)
);

-- index idx_exchange_connections_user_id
CREATE INDEX IF NOT EXISTS idx_exchange_connections_user_id ON crypto.exchange_connections (user_id);

-- index idx_exchange_connections_exchange_name
CREATE INDEX IF NOT EXISTS idx_exchange_connections_exchange_name ON crypto.exchange_connections (exchange_name);

-- comments of exchange_connections
COMMENT ON TABLE crypto.exchange_connections IS 'Accounts at exchanges, their credentials encrypted';
COMMENT ON COLUMN crypto.exchange_connections.api_key_encrypted IS 'encrypted; the key is not in the database';
COMMENT ON COLUMN crypto.exchange_connections.api_secret_encrypted IS 'encrypted; the key is not in the database';

-- table system_settings
CREATE TABLE IF NOT EXISTS crypto.system_settings
(
    id serial NOT NULL,
    setting_key varchar(100) NOT NULL,
    setting_value jsonb,
    description text,
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT system_settings_pkey PRIMARY KEY (id),
    CONSTRAINT system_settings_setting_key_key UNIQUE (setting_key)
);

-- comments of system_settings
COMMENT ON TABLE crypto.system_settings IS 'Settings by key';
