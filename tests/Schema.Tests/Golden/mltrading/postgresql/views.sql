-- schema mltrading
CREATE SCHEMA IF NOT EXISTS mltrading;

-- function update_updated_at_column
CREATE OR REPLACE FUNCTION mltrading.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = mltrading, pg_temp
AS $body$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$body$;

-- comment of function update_updated_at_column
COMMENT ON FUNCTION mltrading.update_updated_at_column IS 'Trigger: sets updated_at of a changed row';

-- trigger update_orders_updated_at of orders
CREATE OR REPLACE TRIGGER update_orders_updated_at BEFORE UPDATE ON mltrading.orders
FOR EACH ROW EXECUTE FUNCTION mltrading.update_updated_at_column();

-- trigger update_models_updated_at of models
CREATE OR REPLACE TRIGGER update_models_updated_at BEFORE UPDATE ON mltrading.models
FOR EACH ROW EXECUTE FUNCTION mltrading.update_updated_at_column();

-- trigger update_stock_info_updated_at of stock_info
CREATE OR REPLACE TRIGGER update_stock_info_updated_at BEFORE UPDATE ON mltrading.stock_info
FOR EACH ROW EXECUTE FUNCTION mltrading.update_updated_at_column();

-- materialized view mv_features_dashboard_summary
CREATE MATERIALIZED VIEW IF NOT EXISTS mltrading.mv_features_dashboard_summary AS
SELECT symbol,
    max(timestamp) AS latest_timestamp,
    count(*) AS total_records,
    max(feature_version) AS latest_version,
    count(rsi_1d)::double precision / count(*) AS rsi_coverage,
    count(price_ma_short)::double precision / count(*) AS ma_coverage,
    (array_agg(rsi_1d ORDER BY timestamp DESC))[1] AS latest_rsi,
    (array_agg(price_ma_short ORDER BY timestamp DESC))[1] AS latest_ma
FROM mltrading.feature_engineered_data
WHERE timestamp >= now() - interval '90 days'
GROUP BY symbol;

-- index idx_mv_dashboard_symbol
CREATE UNIQUE INDEX IF NOT EXISTS idx_mv_dashboard_symbol ON mltrading.mv_features_dashboard_summary (symbol);

-- comment of mv_features_dashboard_summary
COMMENT ON MATERIALIZED VIEW mltrading.mv_features_dashboard_summary IS 'Features of each symbol over the last 90 days; coverages are ratios 0..1';

-- view recent_system_activity
CREATE OR REPLACE VIEW mltrading.recent_system_activity AS
SELECT * FROM (
    SELECT 'system_log' AS source, timestamp, level AS severity, logger_name AS component, message AS description, correlation_id, metadata
    FROM mltrading.system_logs
    UNION ALL
    SELECT 'trading_event', timestamp, 'INFO', 'trading', event_type || ': ' || coalesce(symbol, 'N/A'), correlation_id, metadata
    FROM mltrading.trading_events
    UNION ALL
    SELECT 'performance', timestamp, CASE WHEN status = 'error' THEN 'ERROR' ELSE 'INFO' END, component, operation_name || ': ' || duration_ms || ' ms', correlation_id, metadata
    FROM mltrading.performance_logs
    UNION ALL
    SELECT 'error', timestamp, 'ERROR', component, error_type || ': ' || error_message, correlation_id, metadata
    FROM mltrading.error_logs) AS activity
WHERE timestamp >= now() - interval '24 hours'
ORDER BY timestamp DESC;

-- comment of recent_system_activity
COMMENT ON VIEW mltrading.recent_system_activity IS 'What all logs say of the last 24 hours, newest first';

-- job mv_features_dashboard_summary_refresh
INSERT INTO platform.jobs (pack, name, every, command)
VALUES ('mltrading', 'mv_features_dashboard_summary_refresh', '1 hour', 'REFRESH MATERIALIZED VIEW CONCURRENTLY mltrading.mv_features_dashboard_summary')
ON CONFLICT (pack, name) DO UPDATE SET every = EXCLUDED.every, command = EXCLUDED.command;
