using System.Net;
using System.Text;
using Platform.ClickHouse.Http;

namespace Platform.ClickHouse.Tests.Http;

public sealed class ServerErrorTests
{
    private static readonly Uri Somewhere = new("http://127.0.0.1:7020");

    [Theory]
    [InlineData(
        "Code: 62. DB::Exception: Syntax error: failed at position 1 (frob). (SYNTAX_ERROR) (version 26.7.2.1)",
        62,
        "SYNTAX_ERROR"
    )]
    [InlineData(
        "Code: 62. DB::Exception: Syntax error. (SYNTAX_ERROR) (version 25.11.1.1 (official build))\n",
        62,
        "SYNTAX_ERROR"
    )]
    [InlineData(
        "Code: 47, e.displayText() = DB::Exception: Unknown identifier: frob, e.what() = DB::Exception",
        47,
        "UNKNOWN_IDENTIFIER"
    )]
    [InlineData("Code: 9999. DB::Exception: from the future", 9999, "CODE_9999")]
    public void The_servers_words_give_code_and_name(string text, int code, string name)
    {
        var error = ServerError.FromAnswer(
            HttpStatusCode.InternalServerError,
            0,
            text,
            "q",
            Somewhere
        );
        error.Code.ShouldBe(code);
        error.Name.ShouldBe(name);
        error.IsTransient.ShouldBeFalse();
        error.IsEndpointFault.ShouldBeFalse();
        error.QueryId.ShouldBe("q");
    }

    [Theory]
    [InlineData(202)]
    [InlineData(241)]
    [InlineData(242)]
    [InlineData(252)]
    [InlineData(999)]
    public void What_passes_by_itself_is_transient(int code) =>
        ServerError
            .FromText(code, $"Code: {code}. DB::Exception: later", "q", Somewhere)
            .IsTransient.ShouldBeTrue();

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, true)]
    [InlineData(HttpStatusCode.InternalServerError, true)]
    [InlineData(HttpStatusCode.TooManyRequests, true)]
    [InlineData(HttpStatusCode.NotFound, false)]
    public void An_answer_that_is_not_ClickHouses_is_told_by_its_status(
        HttpStatusCode status,
        bool transient
    )
    {
        var error = ServerError.FromAnswer(status, 0, "<html>proxy</html>", "q", Somewhere);
        error.Name.ShouldBe(ClientErrors.HttpStatus);
        error.IsTransient.ShouldBe(transient);
        error.IsEndpointFault.ShouldBe(transient);
    }

    [Theory]
    [InlineData(
        "\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)\n72 abcdefghijklmnop\r\n__exception__\r\n"
    )]
    [InlineData(
        "data\0\u0001\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)\r\n72 abcdefghijklmnop\r\n__exception__\r\n"
    )]
    [InlineData(
        "\r\n__exception__\r\nabcdefghijklmnop\r\nCode: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)"
    )]
    [InlineData(
        "data Code: 1. no exception Code: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)\n"
    )]
    public void An_exception_after_data_is_found(string tail)
    {
        var error = LateError.Find(
            Encoding.UTF8.GetBytes(tail),
            "abcdefghijklmnop",
            "q",
            Somewhere
        );
        error.ShouldNotBeNull();
        error.Code.ShouldBe(395);
        error.Name.ShouldBe("FUNCTION_THROW_IF_VALUE_IS_NON_ZERO");
        error.Message.ShouldBe(
            "Code: 395. DB::Exception: boom. (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)"
        );
    }

    [Fact]
    public void Data_that_speaks_of_exceptions_is_not_one()
    {
        LateError.Find("Code: none DB::Exception"u8, null, "q", Somewhere).ShouldBeNull();
        LateError
            .Find(
                "\r\n__exception__\r\nnot-the-tag\r\nlog line"u8,
                "abcdefghijklmnop",
                "q",
                Somewhere
            )
            .ShouldBeNull();
    }
}
