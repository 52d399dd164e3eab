-- schema neliti
CREATE SCHEMA IF NOT EXISTS neliti;

-- function update_updated_at_column
CREATE OR REPLACE FUNCTION neliti.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = neliti, pg_temp
AS $body$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$body$;

-- comment of function update_updated_at_column
COMMENT ON FUNCTION neliti.update_updated_at_column IS 'Trigger: sets updated_at of a changed row';

-- function write_audit_log
CREATE OR REPLACE FUNCTION neliti.write_audit_log() RETURNS trigger
LANGUAGE plpgsql VOLATILE
SET search_path = neliti, pg_temp
AS $body$
DECLARE
    secrets text[] := '{password_hash,key_hash,token_hash,password_reset_token_hash,verification_token_hash,two_factor_secret_encrypted,backup_code_hashes}';
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) - secrets END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) - secrets END;
BEGIN
    INSERT INTO audit_logs (user_id, action, resource_type, resource_id, old_value, new_value)
    VALUES (
        (SELECT id FROM users WHERE id::text = current_setting('platform.user_id', true)),
        lower(TG_OP), TG_TABLE_NAME, coalesce(new_row, old_row) ->> 'id', old_row, new_row);
    RETURN NULL;
END
$body$;

-- comment of function write_audit_log
COMMENT ON FUNCTION neliti.write_audit_log IS 'Trigger: writes the change of a row to audit_logs, without hashes and secrets';

-- function check_user_permissions
CREATE OR REPLACE FUNCTION neliti.check_user_permissions(p_user_id uuid, p_permission varchar(100), p_action varchar(100) DEFAULT NULL, p_resource_id varchar(255) DEFAULT NULL) RETURNS boolean
LANGUAGE sql STABLE
SET search_path = neliti, pg_temp
AS $body$
SELECT EXISTS (
    SELECT 1
    FROM users u
    WHERE u.id = p_user_id AND u.is_active AND (u.locked_until IS NULL OR u.locked_until <= now())
      AND (
          EXISTS (
              SELECT 1 FROM user_roles r
              WHERE r.user_id = u.id AND r.is_active AND (r.expires_at IS NULL OR r.expires_at > now())
                AND (r.role = 'admin' OR r.permissions ? '*' OR r.permissions ? p_permission
                    OR r.permissions ? (p_permission || ':*') OR r.permissions ? (p_permission || ':' || p_action)))
          OR EXISTS (
              SELECT 1 FROM user_permissions p
              WHERE p.user_id = u.id AND (p.expires_at IS NULL OR p.expires_at > now())
                AND p.permission IN ('*', p_permission)
                AND (p.action IS NULL OR p.action = p_action)
                AND (p.resource_id IS NULL OR p.resource_id = p_resource_id))))
$body$;

-- comment of function check_user_permissions
COMMENT ON FUNCTION neliti.check_user_permissions IS 'Whether an active user has a permission, by a role or by themselves';

-- function generate_api_key
CREATE OR REPLACE FUNCTION neliti.generate_api_key() RETURNS varchar(255)
LANGUAGE sql VOLATILE
SET search_path = neliti, pg_temp
AS $body$
SELECT 'ak_' || encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex')
$body$;

-- comment of function generate_api_key
COMMENT ON FUNCTION neliti.generate_api_key IS 'A new key: ak_ and 32 random bytes in hexadecimal; the caller stores its hash only';

-- function cleanup_expired_sessions
CREATE OR REPLACE FUNCTION neliti.cleanup_expired_sessions() RETURNS integer
LANGUAGE plpgsql VOLATILE
SET search_path = neliti, pg_temp
AS $body$
DECLARE
    deleted integer;
BEGIN
    DELETE FROM user_sessions WHERE expires_at < now() OR last_activity < now() - interval '30 days';
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN deleted;
END
$body$;

-- comment of function cleanup_expired_sessions
COMMENT ON FUNCTION neliti.cleanup_expired_sessions IS 'Deletes sessions that expired or were idle for 30 days; returns how many';

-- trigger users_updated_at_trigger of users
CREATE OR REPLACE TRIGGER users_updated_at_trigger BEFORE UPDATE ON neliti.users
FOR EACH ROW EXECUTE FUNCTION neliti.update_updated_at_column();

-- trigger user_sessions_updated_at_trigger of user_sessions
CREATE OR REPLACE TRIGGER user_sessions_updated_at_trigger BEFORE UPDATE ON neliti.user_sessions
FOR EACH ROW EXECUTE FUNCTION neliti.update_updated_at_column();

-- trigger audit_log_trigger of organizations
CREATE OR REPLACE TRIGGER audit_log_trigger AFTER INSERT OR UPDATE OR DELETE ON neliti.organizations
FOR EACH ROW EXECUTE FUNCTION neliti.write_audit_log();

-- trigger audit_log_trigger of users
CREATE OR REPLACE TRIGGER audit_log_trigger AFTER INSERT OR UPDATE OR DELETE ON neliti.users
FOR EACH ROW EXECUTE FUNCTION neliti.write_audit_log();

-- trigger audit_log_trigger of user_roles
CREATE OR REPLACE TRIGGER audit_log_trigger AFTER INSERT OR UPDATE OR DELETE ON neliti.user_roles
FOR EACH ROW EXECUTE FUNCTION neliti.write_audit_log();

-- trigger audit_log_trigger of api_keys
CREATE OR REPLACE TRIGGER audit_log_trigger AFTER INSERT OR UPDATE OR DELETE ON neliti.api_keys
FOR EACH ROW EXECUTE FUNCTION neliti.write_audit_log();

-- view active_users_view
CREATE OR REPLACE VIEW neliti.active_users_view AS
SELECT u.id, u.email, u.username, u.role, u.is_premium, u.last_login, u.login_count,
    p.risk_profile, p.trading_experience,
    (SELECT count(*) FROM neliti.user_sessions s WHERE s.user_id = u.id AND s.is_active AND s.expires_at > now()) AS active_sessions
FROM neliti.users u
LEFT JOIN neliti.user_profiles p ON p.user_id = u.id
WHERE u.is_active;

-- comment of active_users_view
COMMENT ON VIEW neliti.active_users_view IS 'Active users with their profile and open sessions';

-- view user_activity_summary
CREATE OR REPLACE VIEW neliti.user_activity_summary AS
SELECT u.id, u.username, u.email, u.last_login, u.login_count,
    s.total_sessions, s.active_sessions, a.total_mt5_accounts, a.connected_accounts,
    n.total_notifications, n.unread_notifications
FROM neliti.users u
CROSS JOIN LATERAL (
    SELECT count(*) AS total_sessions, count(*) FILTER (WHERE is_active AND expires_at > now()) AS active_sessions
    FROM neliti.user_sessions WHERE user_id = u.id) s
CROSS JOIN LATERAL (
    SELECT count(*) AS total_mt5_accounts, count(*) FILTER (WHERE is_connected) AS connected_accounts
    FROM neliti.mt5_accounts WHERE user_id = u.id) a
CROSS JOIN LATERAL (
    SELECT count(*) AS total_notifications, count(*) FILTER (WHERE NOT is_read) AS unread_notifications
    FROM neliti.notifications WHERE user_id = u.id) n;

-- comment of user_activity_summary
COMMENT ON VIEW neliti.user_activity_summary IS 'Sessions, accounts and notifications of each user, counted';

-- view subscription_status_view
CREATE OR REPLACE VIEW neliti.subscription_status_view AS
SELECT u.id AS user_id, u.username, u.email, u.is_premium, p.plan_name, p.display_name, s.status,
    s.current_period_start, s.current_period_end, s.cancel_at_period_end, s.trial_start, s.trial_end,
    CASE
        WHEN s.id IS NULL OR s.status = 'cancelled' THEN 'inactive'
        WHEN s.trial_end > now() THEN 'trial'
        WHEN s.current_period_end > now() AND s.status <> 'expired' THEN 'active'
        ELSE 'expired'
    END AS effective_status
FROM neliti.users u
LEFT JOIN neliti.user_subscriptions s ON s.user_id = u.id
LEFT JOIN neliti.subscription_plans p ON p.id = s.plan_id;

-- comment of subscription_status_view
COMMENT ON VIEW neliti.subscription_status_view IS 'What plan each user has, and whether it holds now';

-- view audit_trail_view
CREATE OR REPLACE VIEW neliti.audit_trail_view AS
SELECT l.id, l.action, l.resource_type, l.resource_id, l.severity, l.created_at, u.username, u.email, l.ip_address, l.metadata
FROM neliti.audit_logs l
LEFT JOIN neliti.users u ON u.id = l.user_id;

-- comment of audit_trail_view
COMMENT ON VIEW neliti.audit_trail_view IS 'The audit log with the names of those who acted';
