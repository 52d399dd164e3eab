-- schema crypto
CREATE SCHEMA IF NOT EXISTS crypto;

-- table users
CREATE TABLE IF NOT EXISTS crypto.users
(
    id serial NOT NULL,
    username varchar(50) NOT NULL,
    email varchar(100) NOT NULL,
    password_hash varchar(255) NOT NULL,
    first_name varchar(50),
    last_name varchar(50),
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    last_login timestamptz,
    CONSTRAINT users_pkey PRIMARY KEY (id),
    CONSTRAINT users_username_key UNIQUE (username),
    CONSTRAINT users_email_key UNIQUE (email)
);

-- index idx_users_email
CREATE INDEX IF NOT EXISTS idx_users_email ON crypto.users (email);

-- comments of users
COMMENT ON TABLE crypto.users IS 'Users';
COMMENT ON COLUMN crypto.users.password_hash IS 'by the framework''s hasher, its salt within';

-- table user_sessions
CREATE TABLE IF NOT EXISTS crypto.user_sessions
(
    id serial NOT NULL,
    user_id integer,
    session_token varchar(255) NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz DEFAULT now(),
    last_accessed timestamptz DEFAULT now(),
    CONSTRAINT user_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT user_sessions_session_token_key UNIQUE (session_token),
    CONSTRAINT user_sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES crypto.users (id)
);

-- index idx_user_sessions_user_id
CREATE INDEX IF NOT EXISTS idx_user_sessions_user_id ON crypto.user_sessions (user_id);

-- index idx_user_sessions_expires_at
CREATE INDEX IF NOT EXISTS idx_user_sessions_expires_at ON crypto.user_sessions (expires_at);

-- comments of user_sessions
COMMENT ON TABLE crypto.user_sessions IS 'Sessions';
COMMENT ON COLUMN crypto.user_sessions.session_token IS 'SHA-256 of the token';

-- table api_keys
CREATE TABLE IF NOT EXISTS crypto.api_keys
(
    id serial NOT NULL,
    user_id integer,
    name varchar(100) NOT NULL,
    key_hash varchar(255) NOT NULL,
    permissions jsonb,
    is_active boolean DEFAULT true,
    created_at timestamptz DEFAULT now(),
    expires_at timestamptz,
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES crypto.users (id)
);

-- index idx_api_keys_key_hash
CREATE INDEX IF NOT EXISTS idx_api_keys_key_hash ON crypto.api_keys (key_hash);

-- index idx_api_keys_user_id
CREATE INDEX IF NOT EXISTS idx_api_keys_user_id ON crypto.api_keys (user_id);

-- comments of api_keys
COMMENT ON TABLE crypto.api_keys IS 'Keys of programs, stored hashed; kept until they are revoked';
COMMENT ON COLUMN crypto.api_keys.key_hash IS 'SHA-256 of the key, never the key';

-- job user_sessions_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'user_sessions_retention', '1 day', 'DELETE FROM crypto.user_sessions WHERE expires_at < now() - interval ''30 days''')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
