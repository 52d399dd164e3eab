-- schema crypto
CREATE SCHEMA IF NOT EXISTS crypto;

-- table market_data
CREATE TABLE IF NOT EXISTS crypto.market_data
(
    time timestamptz NOT NULL,
    symbol varchar(20) NOT NULL,
    exchange varchar(50) NOT NULL,
    open numeric NOT NULL,
    high numeric NOT NULL,
    low numeric NOT NULL,
    close numeric NOT NULL,
    volume numeric NOT NULL,
    trades integer,
    timeframe varchar(8) DEFAULT '1m' NOT NULL,
    CONSTRAINT market_data_pkey PRIMARY KEY (symbol, exchange, timeframe, time)
)
PARTITION BY RANGE (time);

-- table market_data_default
CREATE TABLE IF NOT EXISTS crypto.market_data_default PARTITION OF crypto.market_data DEFAULT;

-- partitions of market_data
SELECT platform.make_partitions('crypto.market_data', 'time', '1 month', 4);

-- index idx_market_data_symbol_time
CREATE INDEX IF NOT EXISTS idx_market_data_symbol_time ON crypto.market_data (symbol, time DESC);

-- index idx_market_data_exchange_time
CREATE INDEX IF NOT EXISTS idx_market_data_exchange_time ON crypto.market_data (exchange, time DESC);

-- comments of market_data
COMMENT ON TABLE crypto.market_data IS 'Candles by exchange and timeframe';
COMMENT ON COLUMN crypto.market_data.open IS 'quote currency';
COMMENT ON COLUMN crypto.market_data.high IS 'quote currency';
COMMENT ON COLUMN crypto.market_data.low IS 'quote currency';
COMMENT ON COLUMN crypto.market_data.close IS 'quote currency';
COMMENT ON COLUMN crypto.market_data.trades IS 'trades in the candle';
COMMENT ON COLUMN crypto.market_data.timeframe IS '1m 5m 15m 30m 1h 4h 1d 1w';

-- table order_book
CREATE TABLE IF NOT EXISTS crypto.order_book
(
    time timestamptz NOT NULL,
    symbol varchar(20) NOT NULL,
    exchange varchar(50) NOT NULL,
    bids jsonb,
    asks jsonb,
    CONSTRAINT order_book_pkey PRIMARY KEY (symbol, exchange, time)
)
PARTITION BY RANGE (time);

-- table order_book_default
CREATE TABLE IF NOT EXISTS crypto.order_book_default PARTITION OF crypto.order_book DEFAULT;

-- partitions of order_book
SELECT platform.make_partitions('crypto.order_book', 'time', '1 day', 4);

-- index idx_order_book_symbol_time
CREATE INDEX IF NOT EXISTS idx_order_book_symbol_time ON crypto.order_book (symbol, time DESC);

-- comments of order_book
COMMENT ON TABLE crypto.order_book IS 'Order book snapshots';
COMMENT ON COLUMN crypto.order_book.bids IS '[{price, amount}], best first';
COMMENT ON COLUMN crypto.order_book.asks IS '[{price, amount}], best first';

-- table trades
CREATE TABLE IF NOT EXISTS crypto.trades
(
    time timestamptz NOT NULL,
    symbol varchar(20) NOT NULL,
    exchange varchar(50) NOT NULL,
    trade_id varchar(100) NOT NULL,
    side varchar(5) NOT NULL,
    price numeric NOT NULL,
    quantity numeric NOT NULL,
    CONSTRAINT trades_pkey PRIMARY KEY (exchange, symbol, trade_id, time),
    CONSTRAINT trades_side_check CHECK (side IN ('buy', 'sell')),
    CONSTRAINT trades_symbol_exchange_fkey FOREIGN KEY (symbol, exchange) REFERENCES crypto.symbols (symbol, exchange)
)
PARTITION BY RANGE (time);

-- table trades_default
CREATE TABLE IF NOT EXISTS crypto.trades_default PARTITION OF crypto.trades DEFAULT;

-- partitions of trades
SELECT platform.make_partitions('crypto.trades', 'time', '1 month', 4);

-- index idx_trades_symbol_time
CREATE INDEX IF NOT EXISTS idx_trades_symbol_time ON crypto.trades (symbol, time DESC);

-- index idx_trades_exchange_time
CREATE INDEX IF NOT EXISTS idx_trades_exchange_time ON crypto.trades (exchange, time DESC);

-- comments of trades
COMMENT ON TABLE crypto.trades IS 'Trades';
COMMENT ON COLUMN crypto.trades.price IS 'quote currency';

-- job market_data_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'market_data_partitions', '1 day', 'SELECT platform.make_partitions(''crypto.market_data'', ''time'', ''1 month'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job market_data_retention_1
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'market_data_retention_1', '1 day', 'DELETE FROM crypto.market_data WHERE time < now() - interval ''2 years'' AND (timeframe = ''1m'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job market_data_retention_2
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'market_data_retention_2', '1 day', 'DELETE FROM crypto.market_data WHERE time < now() - interval ''5 years'' AND (timeframe <> ''1m'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job order_book_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'order_book_partitions', '1 day', 'SELECT platform.make_partitions(''crypto.order_book'', ''time'', ''1 day'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job order_book_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'order_book_retention', '1 day', 'SELECT platform.drop_partitions(''crypto.order_book'', ''time'', ''30 days'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job trades_partitions
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'trades_partitions', '1 day', 'SELECT platform.make_partitions(''crypto.trades'', ''time'', ''1 month'', 4)')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;

-- job trades_retention
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('crypto', 'trades_retention', '1 day', 'SELECT platform.drop_partitions(''crypto.trades'', ''time'', ''1 year'')')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
