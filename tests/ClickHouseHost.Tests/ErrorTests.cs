using System.Net;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

[Collection(SharedHostCollection.Name)]
public sealed class ErrorTests(SharedHost shared)
{
    private readonly Client client = shared.Client;

    [Theory]
    [InlineData("SELEC 1", 400, 62, "SYNTAX_ERROR")]
    [InlineData("1 + 1", 400, 62, "SYNTAX_ERROR")]
    [InlineData("", 400, 62, "SYNTAX_ERROR")]
    [InlineData("SELECT * FROM no_such_table", 404, 60, "UNKNOWN_TABLE")]
    [InlineData("SELECT no_such_column", 404, 47, "UNKNOWN_IDENTIFIER")]
    [InlineData("SELECT noSuchFunction(1)", 404, 46, "UNKNOWN_FUNCTION")]
    [InlineData("SELECT * FROM no_such_database.t", 404, 81, "UNKNOWN_DATABASE")]
    [InlineData("DROP TABLE no_such_table", 404, 60, "UNKNOWN_TABLE")]
    [InlineData("SELECT 1 FORMAT NoSuchFormat", 404, 73, "UNKNOWN_FORMAT")]
    [InlineData("SELECT 1 SETTINGS no_such_setting = 1", 404, 115, "UNKNOWN_SETTING")]
    [InlineData("SELECT toUInt8('x')", 400, 6, "CANNOT_PARSE_TEXT")]
    [InlineData("SELECT throwIf(1)", 500, 395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO")]
    [InlineData("SELECT 1; SELECT 2", 400, 62, "SYNTAX_ERROR")]
    [InlineData("SHOW TABLES; SHOW TABLES", 400, 62, "SYNTAX_ERROR")]
    [InlineData("SET max_threads = 1; SELECT 1", 400, 62, "SYNTAX_ERROR")]
    [InlineData("-- nothing", 400, 62, "SYNTAX_ERROR")]
    [InlineData("exit", 400, 62, "SYNTAX_ERROR")]
    [InlineData("SELECT {a:UInt8}", 500, 456, "UNKNOWN_QUERY_PARAMETER")]
    public async Task An_error_has_its_code_its_name_and_its_status(
        string query,
        int status,
        int code,
        string name
    ) => (await client.PostAsync(query)).ShouldFail((HttpStatusCode)status, code, name);

    [Fact]
    public async Task An_error_is_told_once()
    {
        var text = (await client.PostAsync("SELECT 1 FORMAT NoSuchFormat")).Text;
        text.Split("DB::Exception").Length.ShouldBe(2, text);
        text.Split("(UNKNOWN_FORMAT)").Length.ShouldBe(2, text);
        text.Split("(version").Length.ShouldBe(2, text);
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_stopped() =>
        (
            await client.PostAsync(
                "SELECT count() FROM system.numbers WHERE NOT ignore(number)",
                ("max_execution_time", "1")
            )
        ).ShouldFail(HttpStatusCode.RequestTimeout, 159, "TIMEOUT_EXCEEDED");

    [Fact]
    public async Task A_query_that_takes_too_much_memory_is_stopped() =>
        (
            await client.PostAsync(
                "SELECT length(groupArray(number)) FROM numbers(100000000)",
                ("max_memory_usage", "50000000")
            )
        ).ShouldFail(HttpStatusCode.InternalServerError, 241, "MEMORY_LIMIT_EXCEEDED");

    [Theory]
    [InlineData("1000000000000")]
    [InlineData("0")]
    public async Task No_query_may_have_more_memory_than_the_host_allows(string bytes) =>
        (await client.PostAsync("SELECT 1", ("max_memory_usage", bytes))).ShouldFail(
            HttpStatusCode.InternalServerError,
            452,
            "SETTING_CONSTRAINT_VIOLATION"
        );

    [Theory]
    [InlineData("no_such_setting", "1", 404, 115)]
    [InlineData("max_threads", "many", 400, 27)]
    [InlineData("max threads", "1", 404, 115)]
    [InlineData("max_threads=1, readonly", "1", 404, 115)]
    [InlineData("session_id", "s", 501, 48)]
    [InlineData("compress", "1", 501, 48)]
    [InlineData("client_protocol_version", "54460", 501, 48)]
    [InlineData("default_format", "No Such", 404, 73)]
    [InlineData("readonly", "3", 400, 36)]
    [InlineData("query_cache_tag", "host-1", 500, 452)]
    public async Task A_wrong_parameter_is_refused(string name, string value, int status, int code)
    {
        var reply = await client.PostAsync("SELECT 1", (name, value));
        ((int)reply.Status).ShouldBe(status, reply.Text);
        reply.ErrorCode.ShouldBe(code, reply.Text);
    }

    [Fact]
    public async Task An_error_after_the_first_rows_breaks_the_answer_off()
    {
        using var request = client.Request(
            HttpMethod.Post,
            [],
            new StringContent("SELECT number, throwIf(number = 3000000) FROM numbers(10000000)")
        );
        using var response = await client.Http.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var tag = response.Headers.GetValues("X-ClickHouse-Exception-Tag").Single();
        var received = new MemoryStream();
        await Should.ThrowAsync<HttpIOException>(async () =>
            await (await response.Content.ReadAsStreamAsync()).CopyToAsync(received)
        );
        var text = Encoding.UTF8.GetString(received.ToArray());
        text.ShouldEndWith($" {tag}\r\n__exception__\r\n");
        text.ShouldContain($"\r\n__exception__\r\n{tag}\r\nCode: 395. DB::Exception: ");
    }

    [Fact]
    public async Task With_wait_end_of_query_an_error_is_never_late()
    {
        var reply = await client.PostAsync(
            "SELECT number, throwIf(number = 3000000) FROM numbers(10000000)",
            ("wait_end_of_query", "1")
        );
        reply.Status.ShouldBe(HttpStatusCode.InternalServerError);
        reply.ErrorCode.ShouldBe(395);
    }

    [Fact]
    public async Task A_query_text_that_is_too_long_is_refused()
    {
        var query = $"SELECT length('{new string('x', 2 << 20)}')";
        (await client.PostAsync(query)).ShouldFail(HttpStatusCode.BadRequest, 62, "SYNTAX_ERROR");
    }

    [Theory]
    [InlineData("SELECT 1 INTO OUTFILE '/tmp/never'")]
    [InlineData("INSERT INTO t FROM INFILE '/tmp/never' FORMAT CSV")]
    [InlineData("SELECT file('/tmp/never')")]
    [InlineData("SELECT `file` /* */ ('/tmp/never')")]
    public async Task Files_of_the_server_are_out_of_reach(string query) =>
        (await client.PostAsync(query)).ShouldFail(
            HttpStatusCode.InternalServerError,
            358,
            "INTO_OUTFILE_NOT_ALLOWED"
        );

    [Theory]
    [InlineData("SELECT * FROM file('{f}', 'CSV', 'a String')", 358)]
    [InlineData("SELECT * FROM default.`{f}`", 497)]
    [InlineData("SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')", 497)]
    [InlineData("SELECT * FROM remote('127.0.0.1', system.one)", 497)]
    public async Task Sources_outside_are_out_of_reach(string query, int code)
    {
        var file = Path.Combine(shared.Host.Folder, "password");
        var reply = await client.PostAsync(query.Replace("{f}", file, StringComparison.Ordinal));
        reply.ErrorCode.ShouldBe(code, reply.Text);
    }

    [Fact]
    public async Task An_unknown_encoding_of_the_body_is_refused() =>
        (
            await client.SendAsync(
                HttpMethod.Post,
                [],
                new StringContent("SELECT 1"),
                ("Content-Encoding", "lz4")
            )
        ).ShouldFail(HttpStatusCode.UnsupportedMediaType, 779, "UNSUPPORTED_MEDIA_TYPE");

    [Fact]
    public async Task A_body_that_is_not_what_it_says_is_refused() =>
        (
            await client.SendAsync(
                HttpMethod.Post,
                [],
                new StringContent("SELECT 1"),
                ("Content-Encoding", "gzip")
            )
        ).ShouldFail(HttpStatusCode.BadRequest, 36, "BAD_ARGUMENTS");

    [Fact]
    public async Task A_form_is_refused_as_a_body()
    {
        using var form = new MultipartFormDataContent { { new StringContent("1"), "param_a" } };
        (await client.SendAsync(HttpMethod.Post, [("query", "SELECT {a:UInt8}")], form)).ShouldFail(
            HttpStatusCode.NotImplemented,
            48,
            "NOT_IMPLEMENTED"
        );
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_refused()
    {
        (await client.Http.GetAsync(new Uri("/nowhere", UriKind.Relative))).StatusCode.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await client.Http.DeleteAsync(new Uri("/", UriKind.Relative))).StatusCode.ShouldBe(
            HttpStatusCode.MethodNotAllowed
        );
    }
}
