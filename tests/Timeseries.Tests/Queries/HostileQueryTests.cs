using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Queries;

/// <summary>What is more than reading our tables is refused, each with the reason it deserves.</summary>
[Collection("tables suite")]
public class HostileQueryTests(TablesSuite suite)
{
    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Theory]
    // Writing, defining, administering.
    [InlineData("INSERT INTO account_info (account_id) VALUES ('x')", "statement INSERT")]
    [InlineData("INSERT INTO account_info SELECT * FROM account_info", "statement INSERT")]
    [InlineData("DROP TABLE ticks", "statement DROP")]
    [InlineData("CREATE TABLE t (a Int8) ENGINE = Memory", "statement CREATE")]
    [InlineData("CREATE FUNCTION f AS x -> x + 1", "statement CREATE")]
    [InlineData("ALTER TABLE ticks DELETE WHERE 1", "statement ALTER")]
    [InlineData("TRUNCATE TABLE ticks", "statement TRUNCATE")]
    [InlineData(
        "ATTACH TABLE t FROM '/tmp/t' (a Int8) ENGINE = MergeTree ORDER BY a",
        "statement ATTACH"
    )]
    [InlineData("SYSTEM SHUTDOWN", "statement SYSTEM")]
    [InlineData("SET readonly = 0", "statement SET")]
    [InlineData("USE system", "statement USE")]
    [InlineData("KILL QUERY WHERE 1", "statement KILL")]
    [InlineData("BACKUP DATABASE trading_data TO Disk('default', 'x')", "statement BACKUP")]
    [InlineData("EXECUTE AS default SELECT 1", "statement EXECUTE")]
    [InlineData("EXPLAIN SELECT 1", "statement EXPLAIN")]
    [InlineData("OPTIMIZE TABLE ticks FINAL", "statement OPTIMIZE")]
    [InlineData("GRANT ALL ON *.* TO default", "statement GRANT")]
    // More than one, or more than it seems.
    [InlineData("SELECT 1; DROP TABLE ticks", "second statement")]
    [InlineData("SELECT 1 /* ; */ ; /* */ SELECT 2", "second statement")]
    [InlineData("SELECT 1 -- ;\n; SELECT 2", "second statement")]
    [InlineData("/* SELECT */ DROP TABLE ticks -- SELECT", "statement DROP")]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO account_info SELECT * FROM x", "InsertQuery")]
    [InlineData("SELECT 1 PARALLEL WITH SELECT 2", "ParallelWithQuery")]
    [InlineData("SELECT\u00a01", "character U+00A0")]
    [InlineData("SELECT 1 \u202e", "character U+202E")]
    [InlineData("SELECT 1 \0", "character U+0000")]
    // Files, programs and the net, however they are written and wherever they hide.
    [InlineData("SELECT file('/etc/passwd')", "function file")]
    [InlineData("SELECT FiLe ('/etc/passwd')", "function FiLe")]
    [InlineData("SELECT `file`('/etc/passwd')", "function file")]
    [InlineData("SELECT \"file\" /* ( */ -- (\n ('/etc/passwd')", "function file")]
    [InlineData("SELECT `f\\x69le`('/etc/passwd')", "function file")]
    [InlineData("SELECT * FROM file('/etc/passwd', 'LineAsString')", "function file")]
    [InlineData(
        "SELECT symbol FROM ticks UNION ALL SELECT * FROM file('/etc/passwd', 'LineAsString')",
        "function file"
    )]
    [InlineData(
        "SELECT (SELECT line FROM file('/etc/passwd', 'LineAsString', 'line String') LIMIT 1)",
        "function file"
    )]
    [InlineData(
        "WITH x AS (SELECT * FROM file('/etc/passwd', 'LineAsString')) SELECT * FROM x",
        "function file"
    )]
    [InlineData(
        "SELECT 1 WHERE 'a' IN (SELECT * FROM file('/etc/passwd', 'LineAsString'))",
        "function file"
    )]
    [InlineData("SELECT arrayMap(x -> file(x), ['/etc/passwd'])", "function file")]
    [InlineData("SELECT * APPLY (file) FROM (SELECT '/etc/passwd')", "APPLY")]
    [InlineData("SELECT * APPLY file FROM (SELECT '/etc/passwd')", "APPLY")]
    [InlineData("SELECT 1 ORDER BY 1 WITH FILL TO length(file('/etc/passwd'))", "function file")]
    [InlineData("SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')", "function url")]
    [InlineData("SELECT * FROM remote('127.0.0.1', system, one)", "function remote")]
    [InlineData("SELECT * FROM remoteSecure('127.0.0.1', system, one)", "function remoteSecure")]
    [InlineData("SELECT * FROM cluster('default', system, one)", "function cluster")]
    [InlineData("SELECT * FROM s3('http://127.0.0.1/x', 'CSV')", "function s3")]
    [InlineData("SELECT * FROM mysql('127.0.0.1:3306', 'a', 'b', 'c', 'd')", "function mysql")]
    [InlineData(
        "SELECT * FROM postgresql('127.0.0.1:5432', 'a', 'b', 'c', 'd')",
        "function postgresql"
    )]
    [InlineData("SELECT * FROM sqlite('/tmp/x', 'y')", "function sqlite")]
    [InlineData("SELECT * FROM executable('id', 'TSV', 'a String')", "function executable")]
    [InlineData("SELECT * FROM input('a String')", "function input")]
    [InlineData("SELECT * FROM format('CSV', '1')", "table function format")]
    [InlineData("SELECT * FROM icebergLocal('/tmp')", "function icebergLocal")]
    [InlineData("SELECT * FROM dictionary('d')", "function dictionary")]
    [InlineData("SELECT dictGet('d', 'a', 1)", "function dictGet")]
    [InlineData("SELECT catboostEvaluate('/tmp/m', 1)", "function catboostEvaluate")]
    [InlineData("SELECT * FROM merge('system', '.*')", "function merge")]
    [InlineData("SELECT * FROM view(SELECT 1)", "function view")]
    [InlineData("SELECT * FROM (EXPLAIN SELECT 1)", "table function viewExplain")]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/x'", "INTO OUTFILE")]
    [InlineData("SELECT 1 INTO /* */ OUTFILE '/tmp/x' FORMAT CSV", "INTO OUTFILE")]
    [InlineData("SELECT 1 FORMAT JSON", "FORMAT")]
    // Quotes and comments that readers, and simple scanners, don't see as such.
    [InlineData("SELECT ‘'’ FORMAT CSV INTO OUTFILE '/tmp/x' TRUNCATE", "character U+2018")]
    [InlineData("SELECT 1 AS “'” INTO OUTFILE '/tmp/x'", "character U+201C")]
    [InlineData("SELECT ’'’ INTO OUTFILE '/tmp/x'", "character U+2019")]
    [InlineData("SELECT ‘'’, {x:Identifier}, ''", "character U+2018")]
    [InlineData("SELECT /* /* */ ' */ 1 INTO OUTFILE '/tmp/x' -- '", "INTO OUTFILE")]
    [InlineData("SELECT 1 // '\n INTO OUTFILE '/tmp/x' -- '", "INTO OUTFILE")]
    [InlineData("SELECT 1 /*/ ' */ INTO OUTFILE '/tmp/x' -- '", "INTO OUTFILE")]
    [InlineData("SELECT 1 //*\n FORMAT CSV -- */", "FORMAT")]
    // Other databases, the host, the session.
    [InlineData("SELECT * FROM system.tables", "table system.tables")]
    [InlineData("SELECT * FROM `system`.`processes`", "table system.processes")]
    [InlineData("SELECT * FROM SYSTEM . users", "table SYSTEM.users")]
    [InlineData("SELECT * FROM INFORMATION_SCHEMA.TABLES", "table INFORMATION_SCHEMA.TABLES")]
    [InlineData("SELECT count() FROM ticks WHERE volume IN system.one", "name system.one")]
    [InlineData("SELECT 'a' IN platform_backup.x", "name platform_backup.x")]
    [InlineData("SELECT ('a', 1) IN `platform_schema`.`journal`", "name platform_schema.journal")]
    [InlineData("SELECT 1 NOT IN (PLATFORM_BACKUP . x)", "name PLATFORM_BACKUP.x")]
    [InlineData("SELECT in('a', backup_snapshot.x)", "name backup_snapshot.x")]
    [InlineData("WITH platform_backup.x AS t SELECT 1 IN t", "name platform_backup.x")]
    [InlineData("SELECT 1 IN a_foreign_database.secrets", "name a_foreign_database.secrets")]
    [InlineData("SELECT * FROM platform_backup.x", "table platform_backup.x")]
    [InlineData(
        "SELECT count() FROM ticks JOIN system.settings AS s ON s.name = symbol",
        "table system.settings"
    )]
    [InlineData("SELECT 1 SETTINGS readonly = 0", "SETTINGS")]
    [InlineData("SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 0)", "SETTINGS")]
    [InlineData("SELECT 1 SETTINGS `max_memory_usage` = 0", "SETTINGS")]
    [InlineData("SELECT hostName()", "function hostName")]
    [InlineData("SELECT getOSKernelVersion()", "function getOSKernelVersion")]
    [InlineData("SELECT getSetting('max_threads')", "function getSetting")]
    [InlineData("SELECT getMacro('x')", "function getMacro")]
    [InlineData("SELECT filesystemAvailable()", "function filesystemAvailable")]
    [InlineData("SELECT hasColumnInTable('system', 'users', 'name')", "function hasColumnInTable")]
    [InlineData("SELECT joinGet('t', 'a', 1)", "function joinGet")]
    [InlineData("SELECT sleep(3)", "function sleep")]
    [InlineData("SELECT addressToLine(1)", "function addressToLine")]
    public async Task A_query_that_is_more_than_reading_is_refused(string sql, string refused)
    {
        await suite.QueryClickHouseAsync("CREATE DATABASE IF NOT EXISTS a_foreign_database");

        var failure = await FailureOfAsync(new QueryRequest { Sql = sql });

        failure.StatusCode.ShouldBe(StatusCode.PermissionDenied, failure.Status.Detail);
        failure.Reason().ShouldBe(ErrorReason.QueryRefused);
        failure.ReasonMetadata("refused").ShouldBe(refused, failure.Status.Detail);
        failure.Status.Detail.ShouldNotBeEmpty();
        failure.Status.Detail.ShouldNotContain("root:");
        failure.Status.Detail.ShouldNotContain(suite.DataDirectory);
    }

    [Theory]
    [InlineData("SELECT * FROM {table:Identifier}", "system.tables")]
    [InlineData("SELECT {table:identifier} FROM ticks", "1")]
    [InlineData("SELECT * FROM {table: `Identifier` }", "system.one")]
    public async Task A_parameter_is_never_a_name(string sql, string value)
    {
        var request = new QueryRequest { Sql = sql };
        request.Parameters["table"] = new QueryParameter { Text = value };

        var failure = await FailureOfAsync(request);

        failure.StatusCode.ShouldBe(StatusCode.PermissionDenied);
        failure.ReasonMetadata("refused").ShouldBe("parameter of type Identifier");
    }

    [Theory]
    [InlineData("') UNION ALL SELECT name FROM system.tables --")]
    [InlineData("\\' OR 1 = 1 --")]
    [InlineData("'; DROP TABLE ticks; --")]
    [InlineData("{value:String}")]
    [InlineData("\\N")]
    [InlineData("$$ '\t\n\r\0\b\f \"`\\")]
    [InlineData("ünïcödé 価格 😀")]
    [InlineData("")]
    public async Task A_value_stays_the_value_it_is(string value)
    {
        var request = new QueryRequest
        {
            Sql = "SELECT {value:String} AS echo, length({value:String})",
        };
        request.Parameters["value"] = new QueryParameter { Text = value };

        var (batches, _) = await QueryRunner.RunAsync(_client, suite.KeyHeaders, request);

        var echo = batches.Single(batch => batch.RowCount == 1).Columns[0];
        echo.Strings.Dictionary[(int)echo.Strings.Indexes[0]].ShouldBe(value);
    }

    [Fact]
    public async Task Nothing_hostile_left_a_trace()
    {
        (await suite.QueryClickHouseAsync("EXISTS TABLE ticks")).ShouldBe("1");
        // Other tests of the suite write to the table, but no such accounts.
        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM account_info WHERE account_id IN ('x', '1')"
            )
        ).ShouldBe("0");
    }

    private async Task<RpcException> FailureOfAsync(QueryRequest request) =>
        await Should.ThrowAsync<RpcException>(() =>
            QueryRunner.RunAsync(_client, suite.KeyHeaders, request)
        );
}
