-- schema mltrading
CREATE SCHEMA IF NOT EXISTS mltrading;

-- table orders
CREATE TABLE IF NOT EXISTS mltrading.orders
(
    id bigserial NOT NULL,
    order_id varchar(50) NOT NULL,
    symbol varchar(32) NOT NULL,
    side varchar(4) NOT NULL,
    quantity numeric(20,8) NOT NULL,
    order_type varchar(10) DEFAULT 'market' NOT NULL,
    price numeric(20,8),
    status varchar(20) DEFAULT 'pending' NOT NULL,
    strategy varchar(50),
    model_id varchar(50),
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_order_id_key UNIQUE (order_id),
    CONSTRAINT orders_side_check CHECK (side IN ('buy', 'sell')),
    CONSTRAINT orders_status_check CHECK (status IN ('pending', 'filled', 'cancelled', 'rejected')),
    CONSTRAINT orders_quantity_check CHECK (quantity > 0)
);

-- index idx_orders_symbol_status
CREATE INDEX IF NOT EXISTS idx_orders_symbol_status ON mltrading.orders (symbol, status);

-- index idx_orders_created_at
CREATE INDEX IF NOT EXISTS idx_orders_created_at ON mltrading.orders (created_at);

-- comments of orders
COMMENT ON TABLE mltrading.orders IS 'Orders';
COMMENT ON COLUMN mltrading.orders.price IS 'quote currency';

-- table fills
CREATE TABLE IF NOT EXISTS mltrading.fills
(
    id bigserial NOT NULL,
    fill_id varchar(50) NOT NULL,
    order_id varchar(50) NOT NULL,
    symbol varchar(32) NOT NULL,
    quantity numeric(20,8) NOT NULL,
    price numeric(20,8) NOT NULL,
    commission numeric(20,8) DEFAULT 0,
    timestamp timestamptz NOT NULL,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT fills_pkey PRIMARY KEY (id),
    CONSTRAINT fills_fill_id_key UNIQUE (fill_id),
    CONSTRAINT fills_quantity_check CHECK (quantity > 0),
    CONSTRAINT fills_order_id_fkey FOREIGN KEY (order_id) REFERENCES mltrading.orders (order_id)
);

-- index idx_fills_order_id
CREATE INDEX IF NOT EXISTS idx_fills_order_id ON mltrading.fills (order_id);

-- index idx_fills_timestamp
CREATE INDEX IF NOT EXISTS idx_fills_timestamp ON mltrading.fills (timestamp);

-- comments of fills
COMMENT ON TABLE mltrading.fills IS 'Executions of orders';
COMMENT ON COLUMN mltrading.fills.price IS 'quote currency';
COMMENT ON COLUMN mltrading.fills.commission IS 'quote currency';

-- table models
CREATE TABLE IF NOT EXISTS mltrading.models
(
    id bigserial NOT NULL,
    model_id varchar(50) NOT NULL,
    name varchar(100) NOT NULL,
    version varchar(20) NOT NULL,
    model_type varchar(50) NOT NULL,
    parameters jsonb,
    metrics jsonb,
    file_path varchar(255),
    status varchar(20) DEFAULT 'active',
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now(),
    CONSTRAINT models_pkey PRIMARY KEY (id),
    CONSTRAINT models_model_id_key UNIQUE (model_id)
);

-- comments of models
COMMENT ON TABLE mltrading.models IS 'Models';

-- table predictions
CREATE TABLE IF NOT EXISTS mltrading.predictions
(
    id bigserial NOT NULL,
    prediction_id varchar(50) NOT NULL,
    model_id varchar(50) NOT NULL,
    symbol varchar(32) NOT NULL,
    timestamp timestamptz NOT NULL,
    prediction_type varchar(20) NOT NULL,
    prediction_value numeric(20,8),
    confidence numeric(5,4),
    features jsonb,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT predictions_pkey PRIMARY KEY (id),
    CONSTRAINT predictions_prediction_id_key UNIQUE (prediction_id),
    CONSTRAINT predictions_confidence_check CHECK (confidence >= 0 AND confidence <= 1),
    CONSTRAINT predictions_model_id_fkey FOREIGN KEY (model_id) REFERENCES mltrading.models (model_id)
);

-- index idx_predictions_model_symbol
CREATE INDEX IF NOT EXISTS idx_predictions_model_symbol ON mltrading.predictions (model_id, symbol);

-- index idx_predictions_timestamp
CREATE INDEX IF NOT EXISTS idx_predictions_timestamp ON mltrading.predictions (timestamp);

-- comments of predictions
COMMENT ON TABLE mltrading.predictions IS 'What models predicted';
COMMENT ON COLUMN mltrading.predictions.confidence IS '0..1';
