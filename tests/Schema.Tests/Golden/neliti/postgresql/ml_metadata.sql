-- schema neliti
CREATE SCHEMA IF NOT EXISTS neliti;

-- table model_registry
CREATE TABLE IF NOT EXISTS neliti.model_registry
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name varchar(255) NOT NULL,
    version varchar(50) NOT NULL,
    model_type varchar(100) NOT NULL,
    framework varchar(50),
    performance_metrics jsonb,
    hyperparameters jsonb,
    training_data_hash varchar(64),
    created_by uuid,
    created_at timestamptz DEFAULT now(),
    status varchar(50) DEFAULT 'registered',
    artifacts_path text,
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT model_registry_pkey PRIMARY KEY (id),
    CONSTRAINT model_registry_name_version_key UNIQUE (name, version),
    CONSTRAINT model_registry_created_by_fkey FOREIGN KEY (created_by) REFERENCES neliti.users (id)
);

-- index idx_model_registry_model_type
CREATE INDEX IF NOT EXISTS idx_model_registry_model_type ON neliti.model_registry (model_type);

-- index idx_model_registry_created_at
CREATE INDEX IF NOT EXISTS idx_model_registry_created_at ON neliti.model_registry (created_at DESC);

-- comments of model_registry
COMMENT ON TABLE neliti.model_registry IS 'Models by name and version';
COMMENT ON COLUMN neliti.model_registry.training_data_hash IS 'SHA-256';

-- table training_runs
CREATE TABLE IF NOT EXISTS neliti.training_runs
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    model_id uuid,
    status varchar(50) DEFAULT 'pending',
    start_time timestamptz DEFAULT now(),
    end_time timestamptz,
    training_config jsonb,
    metrics jsonb,
    artifacts_path text,
    error_message text,
    CONSTRAINT training_runs_pkey PRIMARY KEY (id),
    CONSTRAINT training_runs_status_check CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    CONSTRAINT training_runs_times_check CHECK (end_time IS NULL OR end_time >= start_time),
    CONSTRAINT training_runs_model_id_fkey FOREIGN KEY (model_id) REFERENCES neliti.model_registry (id)
);

-- index idx_training_runs_model
CREATE INDEX IF NOT EXISTS idx_training_runs_model ON neliti.training_runs (model_id, start_time DESC);

-- index idx_training_runs_status
CREATE INDEX IF NOT EXISTS idx_training_runs_status ON neliti.training_runs (status);

-- comments of training_runs
COMMENT ON TABLE neliti.training_runs IS 'Runs that trained models';

-- table model_performance
CREATE TABLE IF NOT EXISTS neliti.model_performance
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    model_id uuid NOT NULL,
    training_run_id uuid,
    symbol varchar(32),
    timeframe varchar(8),
    dataset varchar(20) DEFAULT 'live' NOT NULL,
    metric_name varchar(50) NOT NULL,
    metric_value double precision NOT NULL,
    sample_size bigint,
    window_start timestamptz NOT NULL,
    window_end timestamptz NOT NULL,
    details jsonb,
    created_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT model_performance_pkey PRIMARY KEY (id),
    CONSTRAINT model_performance_window_key UNIQUE (model_id, symbol, timeframe, dataset, metric_name, window_start, window_end),
    CONSTRAINT model_performance_dataset_check CHECK (dataset IN ('train', 'validation', 'test', 'live')),
    CONSTRAINT model_performance_window_check CHECK (window_end > window_start),
    CONSTRAINT model_performance_sample_check CHECK (sample_size IS NULL OR sample_size >= 0),
    CONSTRAINT model_performance_model_id_fkey FOREIGN KEY (model_id) REFERENCES neliti.model_registry (id) ON DELETE CASCADE,
    CONSTRAINT model_performance_training_run_id_fkey FOREIGN KEY (training_run_id) REFERENCES neliti.training_runs (id) ON DELETE SET NULL
);

-- index idx_model_performance_latest
CREATE INDEX IF NOT EXISTS idx_model_performance_latest ON neliti.model_performance (model_id, metric_name, window_end DESC);

-- comments of model_performance
COMMENT ON TABLE neliti.model_performance IS 'What a model scored, by metric and window';
COMMENT ON COLUMN neliti.model_performance.symbol IS 'null: over all';
COMMENT ON COLUMN neliti.model_performance.timeframe IS '1m 5m 15m 30m 1h 4h 1d 1w';
COMMENT ON COLUMN neliti.model_performance.metric_value IS 'in the unit of the metric';
COMMENT ON COLUMN neliti.model_performance.sample_size IS 'predictions';

-- table feature_store
CREATE TABLE IF NOT EXISTS neliti.feature_store
(
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name varchar(255) NOT NULL,
    version varchar(50) NOT NULL,
    description text,
    entity varchar(50) DEFAULT 'symbol' NOT NULL,
    value_type varchar(20) NOT NULL,
    source_table varchar(255) NOT NULL,
    source_columns text[] DEFAULT '{}' NOT NULL,
    transformation jsonb DEFAULT '{}' NOT NULL,
    window_size integer,
    statistics jsonb,
    is_active boolean DEFAULT true NOT NULL,
    created_by uuid,
    created_at timestamptz DEFAULT now() NOT NULL,
    updated_at timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT feature_store_pkey PRIMARY KEY (id),
    CONSTRAINT feature_store_name_version_key UNIQUE (name, version),
    CONSTRAINT feature_store_value_type_check CHECK (value_type IN ('float', 'integer', 'boolean', 'category', 'vector')),
    CONSTRAINT feature_store_window_check CHECK (window_size IS NULL OR window_size > 0),
    CONSTRAINT feature_store_created_by_fkey FOREIGN KEY (created_by) REFERENCES neliti.users (id) ON DELETE SET NULL
);

-- index idx_feature_store_source_table
CREATE INDEX IF NOT EXISTS idx_feature_store_source_table ON neliti.feature_store (source_table);

-- index idx_feature_store_active
CREATE INDEX IF NOT EXISTS idx_feature_store_active ON neliti.feature_store (name) WHERE is_active;

-- comments of feature_store
COMMENT ON TABLE neliti.feature_store IS 'Features that models read: what they are and how they are made';
COMMENT ON COLUMN neliti.feature_store.entity IS 'what one value belongs to';
COMMENT ON COLUMN neliti.feature_store.transformation IS 'name and parameters';
COMMENT ON COLUMN neliti.feature_store.window_size IS 'candles';
COMMENT ON COLUMN neliti.feature_store.statistics IS 'mean, deviation and quantiles, to see drift';
