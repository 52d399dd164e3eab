-- schema platform
CREATE SCHEMA IF NOT EXISTS platform;

-- table platform.jobs
CREATE TABLE IF NOT EXISTS platform.jobs
(
    pack text NOT NULL,
    name text NOT NULL,
    every interval NOT NULL,
    command text NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    last_run timestamptz,
    last_error text,
    CONSTRAINT jobs_pkey PRIMARY KEY (pack, name)
);

-- function platform.run_due_jobs
-- Runs what is due and returns how many ran; a job that fails says so in last_error and holds up no other.
CREATE OR REPLACE FUNCTION platform.run_due_jobs() RETURNS integer
LANGUAGE plpgsql
AS $body$
DECLARE
    job platform.jobs;
    ran integer := 0;
BEGIN
    FOR job IN
        SELECT * FROM platform.jobs
        WHERE enabled AND (last_run IS NULL OR last_run + every <= clock_timestamp())
        ORDER BY pack, name
        FOR UPDATE SKIP LOCKED
    LOOP
        BEGIN
            EXECUTE job.command;
            UPDATE platform.jobs SET last_run = clock_timestamp(), last_error = NULL
            WHERE pack = job.pack AND name = job.name;
        EXCEPTION WHEN OTHERS THEN
            UPDATE platform.jobs SET last_run = clock_timestamp(), last_error = SQLERRM
            WHERE pack = job.pack AND name = job.name;
        END;
        ran := ran + 1;
    END LOOP;
    RETURN ran;
END
$body$;

-- function platform.partition_start
-- Months begin with the month, shorter partitions are counted from a Monday; always in UTC.
CREATE OR REPLACE FUNCTION platform.partition_start(width interval, at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE
AS $body$
    SELECT CASE
        WHEN extract(year FROM width) > 0 OR extract(month FROM width) > 0
            THEN date_trunc('month', at, 'UTC')
        ELSE date_bin(width, at, timestamptz '2000-01-03 00:00:00+00')
    END
$body$;

-- function platform.make_partitions
-- Makes the partitions from now to some widths ahead, and those that rows in the default partition belong to.
CREATE OR REPLACE FUNCTION platform.make_partitions(parent regclass, time_column text, width interval, ahead integer)
RETURNS integer
LANGUAGE plpgsql
AS $body$
DECLARE
    schema_name text;
    table_name text;
    default_name text;
    part text;
    lows timestamptz[];
    low timestamptz;
    high timestamptz;
    made integer := 0;
BEGIN
    SELECT n.nspname, c.relname INTO schema_name, table_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = parent;
    default_name := format('%I.%I', schema_name, table_name || '_default');
    -- All first: the table can't be altered while a query still reads it.
    EXECUTE format(
        'SELECT array_agg(DISTINCT platform.partition_start($1, at)) FROM ('
        'SELECT now() + n * $1 AS at FROM generate_series(0, $2) AS n UNION ALL SELECT %I FROM %s) AS times',
        time_column, default_name) INTO lows USING width, ahead;
    FOREACH low IN ARRAY lows
    LOOP
        part := format('%I.%I', schema_name, table_name || '_p' || to_char(low AT TIME ZONE 'UTC', 'YYYYMMDD'));
        CONTINUE WHEN to_regclass(part) IS NOT NULL;
        high := low + width;
        EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', part, parent);
        -- Moving is no deleting: what keeps rows from being deleted stands aside for it.
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', default_name);
        EXECUTE format(
            'WITH moved AS (DELETE FROM %s WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %s SELECT * FROM moved',
            default_name, time_column, time_column, part) USING low, high;
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', default_name);
        EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', parent, part, low, high);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$body$;

-- function platform.drop_partitions
-- Drops partitions that end before the age, and the rows of the default partition that are older.
CREATE OR REPLACE FUNCTION platform.drop_partitions(parent regclass, time_column text, age interval)
RETURNS integer
LANGUAGE plpgsql
AS $body$
DECLARE
    part record;
    dropped integer := 0;
BEGIN
    FOR part IN
        SELECT c.oid::regclass AS name,
            substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']+)''\)')::timestamptz AS high
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = parent
    LOOP
        IF part.high IS NULL THEN
            EXECUTE format('DELETE FROM %s WHERE %I < now() - $1', part.name, time_column) USING age;
        ELSIF part.high <= now() - age THEN
            EXECUTE format('DROP TABLE %s', part.name);
            dropped := dropped + 1;
        END IF;
    END LOOP;
    RETURN dropped;
END
$body$;

-- function platform.keep_until
-- A trigger: refuses to delete a row before its age; arguments are the column and the age.
CREATE OR REPLACE FUNCTION platform.keep_until() RETURNS trigger
LANGUAGE plpgsql
AS $body$
DECLARE
    since timestamptz := (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz;
BEGIN
    IF since IS NULL OR since > now() - TG_ARGV[1]::interval THEN
        RAISE EXCEPTION 'a row of %.% must be kept for % after its %', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[0]
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$body$;

-- function platform.refuse_truncate
CREATE OR REPLACE FUNCTION platform.refuse_truncate() RETURNS trigger
LANGUAGE plpgsql
AS $body$
BEGIN
    RAISE EXCEPTION 'rows of %.% must be kept, so it can''t be truncated', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$body$;

-- function platform.check_reference
-- A trigger: refuses a row whose column names no row of a table; arguments are the table, its column, and the column.
CREATE OR REPLACE FUNCTION platform.check_reference() RETURNS trigger
LANGUAGE plpgsql
AS $body$
DECLARE
    wanted text := to_jsonb(NEW) ->> TG_ARGV[2];
    found_one boolean;
BEGIN
    IF wanted IS NULL THEN
        RETURN NEW;
    END IF;
    EXECUTE format(
        'SELECT EXISTS (SELECT 1 FROM %s WHERE %I = (jsonb_populate_record(NULL::%s, jsonb_build_object(%L, $1))).%I)',
        TG_ARGV[0], TG_ARGV[1], TG_ARGV[0], TG_ARGV[1], TG_ARGV[1]) INTO found_one USING wanted;
    IF NOT found_one THEN
        RAISE EXCEPTION '% of %.% is %, which % does not have', TG_ARGV[2], TG_TABLE_SCHEMA, TG_TABLE_NAME, wanted, TG_ARGV[0]
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NEW;
END
$body$;
