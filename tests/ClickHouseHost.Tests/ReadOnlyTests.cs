using System.Net;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

[Collection(SharedHostCollection.Name)]
public sealed class ReadOnlyTests(SharedHost shared)
{
    private readonly Client client = shared.Client;

    [Theory]
    [InlineData("CREATE TABLE never (a UInt8) ENGINE = Memory")]
    [InlineData("INSERT INTO never VALUES (1)")]
    [InlineData("INSERT INTO never SELECT 1")]
    [InlineData("WITH 1 AS x INSERT INTO never SELECT x")]
    [InlineData("DROP TABLE IF EXISTS never")]
    [InlineData("ALTER TABLE never DELETE WHERE 1")]
    [InlineData("KILL QUERY WHERE 1")]
    [InlineData("SYSTEM FLUSH LOGS")]
    [InlineData("CREATE FUNCTION never AS x -> x")]
    public async Task Get_and_readonly_change_nothing(string query)
    {
        (await client.GetAsync(query)).ShouldFail(
            HttpStatusCode.InternalServerError,
            164,
            "READONLY"
        );
        foreach (var level in new[] { "1", "2" })
        {
            (await client.PostAsync(query, ("readonly", level))).ShouldFail(
                HttpStatusCode.InternalServerError,
                164,
                "READONLY"
            );
        }
    }

    [Theory]
    [InlineData("SELECT 1", "1")]
    [InlineData("SHOW DATABASES LIKE 'system'", "system")]
    [InlineData("EXISTS TABLE system.one", "1")]
    [InlineData("WITH 2 AS x SELECT x", "2")]
    public async Task Reading_goes_on(string query, string expected)
    {
        (await client.GetAsync(query)).Text.TrimEnd().ShouldBe(expected);
        (await client.PostAsync(query, ("readonly", "1"))).Text.TrimEnd().ShouldBe(expected);
    }

    [Fact]
    public async Task With_readonly_1_a_query_can_not_lift_the_limits_it_was_given()
    {
        (string, string)[] limits = [("readonly", "1"), ("max_result_rows", "10")];
        foreach (
            var query in new[]
            {
                "SELECT number FROM numbers(100) SETTINGS max_result_rows = 1000",
                "SELECT number FROM (SELECT number FROM numbers(100) settings /**/ max_result_rows=0)",
            }
        )
        {
            (await client.PostAsync(query, limits)).ShouldFail(
                HttpStatusCode.InternalServerError,
                164,
                "READONLY"
            );
        }

        (await client.PostAsync("SELECT number FROM numbers(100)", limits)).ShouldFail(
            HttpStatusCode.InternalServerError,
            396,
            "TOO_MANY_ROWS_OR_BYTES"
        );
        (
            await client.AskAsync(
                "SELECT settings FROM (SELECT 1 AS settings) WHERE settings = 1",
                limits
            )
        ).ShouldBe("1");
    }

    [Fact]
    public async Task Get_may_set_settings_but_not_lift_readonly()
    {
        (
            await client.GetAsync("SELECT getSetting('max_threads')", ("max_threads", "1"))
        ).Text.ShouldBe("1\n");
        (await client.GetAsync("DROP TABLE IF EXISTS never", ("readonly", "0"))).ErrorCode.ShouldBe(
            164
        );
    }

    [Fact]
    public async Task A_body_of_a_get_is_not_read()
    {
        var reply = await client.SendAsync(
            HttpMethod.Get,
            [("query", "SELECT 1")],
            new ByteArrayContent(Encoding.UTF8.GetBytes(", 2"))
        );
        reply.Text.ShouldBe("1\n");
    }
}
