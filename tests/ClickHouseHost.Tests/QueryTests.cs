using System.Net;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

[Collection(SharedHostCollection.Name)]
public sealed class QueryTests(SharedHost shared)
{
    private readonly Client client = shared.Client;

    [Fact]
    public async Task Ping_says_ok_without_credentials() =>
        (await client.PingAsync()).ShouldBe("Ok.\n");

    [Fact]
    public async Task The_bare_address_says_ok_too() =>
        (await client.Http.GetStringAsync(new Uri("/", UriKind.Relative))).ShouldBe("Ok.\n");

    [Fact]
    public async Task A_query_may_stand_in_the_address_of_a_get() =>
        (await client.GetAsync("SELECT 1 + 1")).Text.ShouldBe("2\n");

    [Fact]
    public async Task A_query_may_stand_in_the_body() =>
        (await client.PostAsync("SELECT 1 + 1")).Text.ShouldBe("2\n");

    [Fact]
    public async Task A_query_may_begin_in_the_address_and_go_on_in_the_body() =>
        (
            await client.PostDataAsync(
                "SELECT number FROM numbers(3)",
                Encoding.UTF8.GetBytes("ORDER BY number DESC")
            )
        ).Text.ShouldBe("2\n1\n0\n");

    [Fact]
    public async Task An_answer_carries_clickhouses_headers()
    {
        var reply = await client.PostAsync(
            "SELECT number FROM numbers(5)",
            ("query_id", "my query-7")
        );
        reply.Header("X-ClickHouse-Query-Id").ShouldBe("my query-7");
        reply.Header("X-ClickHouse-Format").ShouldBe("TabSeparated");
        reply.Header("X-ClickHouse-Timezone").ShouldNotBeNullOrEmpty();
        reply.Header("X-ClickHouse-Server-Display-Name").ShouldNotBeNullOrEmpty();
        reply.Header("Content-Type").ShouldBe("text/tab-separated-values; charset=UTF-8");
        reply.Summary("read_rows").ShouldBe(5);
        reply.Summary("result_rows").ShouldBe(5);
    }

    [Theory]
    [InlineData("SELECT 1 AS a, 'x' AS b FORMAT JSONEachRow", "{\"a\":1,\"b\":\"x\"}\n")]
    [InlineData("SELECT 1 AS a, 'x' AS b FORMAT CSVWithNames", "\"a\",\"b\"\n1,\"x\"\n")]
    [InlineData("SELECT 1 AS a, 'x' AS b FORMAT Values", "(1,'x')")]
    [InlineData("SELECT 1 AS a FORMAT TabSeparatedWithNamesAndTypes", "a\nUInt8\n1\n")]
    [InlineData("WITH 7 AS x SELECT x", "7\n")]
    [InlineData("(SELECT 1) UNION ALL (SELECT 1)", "1\n1\n")]
    [InlineData("-- a comment\nSELECT /* and */ 3;", "3\n")]
    [InlineData("SELECT 'a;b'", "a;b\n")]
    [InlineData("EXPLAIN AST SELECT 1 FORMAT Null", "")]
    public async Task A_query_names_its_format(string query, string expected) =>
        (await client.PostAsync(query)).Text.ShouldBe(expected);

    [Fact]
    public async Task The_default_format_is_a_parameter_or_a_header()
    {
        (await client.PostAsync("SELECT 1 AS a", ("default_format", "JSONEachRow"))).Text.ShouldBe(
            "{\"a\":1}\n"
        );
        var byHeader = await client.SendAsync(
            HttpMethod.Post,
            [],
            new StringContent("SELECT 1 AS a"),
            ("X-ClickHouse-Format", "CSV")
        );
        byHeader.Text.ShouldBe("1\n");
        byHeader.Header("X-ClickHouse-Format").ShouldBe("CSV");
    }

    [Fact]
    public async Task Statements_that_select_nothing_answer_with_nothing()
    {
        var table = SharedHost.NewTable();
        var reply = await client.PostAsync(
            $"CREATE TABLE {table} (a UInt8) ENGINE = MergeTree ORDER BY a"
        );
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        reply.Bytes.ShouldBeEmpty();
        (await client.AskAsync($"EXISTS TABLE {table}")).ShouldBe("1");
        (await client.AskAsync($"DESCRIBE TABLE {table}")).ShouldStartWith("a\tUInt8");
        (await client.AskAsync($"SHOW TABLES LIKE '{table}'")).ShouldBe(table);
        (await client.AskAsync($"DROP TABLE {table} SYNC")).ShouldBe("");
    }

    [Fact]
    public async Task Totals_are_there_in_every_format()
    {
        const string query =
            "SELECT number % 3 AS k, count() AS c FROM numbers(10) GROUP BY k WITH TOTALS ORDER BY k LIMIT 2";
        (await client.AskAsync(query)).ShouldBe("0\t4\n1\t3\n\n0\t10");
        var json = await client.AskAsync(query + " FORMAT JSONCompact");
        json.ShouldContain("\"totals\": [0, 10]");
        json.ShouldContain("\"rows_before_limit_at_least\": 3");
    }

    [Fact]
    public async Task A_database_may_be_named()
    {
        await client.AskAsync("CREATE DATABASE IF NOT EXISTS other ENGINE = Atomic");
        (await client.AskAsync("SELECT currentDatabase()")).ShouldBe("trading_data");
        (await client.AskAsync("SELECT currentDatabase()", ("database", "other"))).ShouldBe(
            "other"
        );
        (await client.PostAsync("SELECT 1", ("database", "no `such`"))).ShouldFail(
            HttpStatusCode.NotFound,
            81,
            "UNKNOWN_DATABASE"
        );
        (await client.AskAsync("SELECT currentDatabase()")).ShouldBe("trading_data");
    }

    [Fact]
    public async Task A_million_rows_stream_through()
    {
        using var request = client.Request(
            HttpMethod.Post,
            [],
            new StringContent("SELECT number FROM numbers(1000000)")
        );
        using var response = await client.Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        long rows = 0;
        long sum = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            rows++;
            sum += long.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
        }

        rows.ShouldBe(1_000_000);
        sum.ShouldBe(499_999_500_000);
    }
}
