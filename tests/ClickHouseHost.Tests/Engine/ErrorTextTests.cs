using Platform.ClickHouseHost.Engine;

namespace Platform.ClickHouseHost.Tests.Engine;

public sealed class ErrorTextTests
{
    [Theory]
    [InlineData(
        "Code: 60. DB::Exception: Table t does not exist. (UNKNOWN_TABLE)",
        60,
        "UNKNOWN_TABLE",
        "Table t does not exist."
    )]
    [InlineData(
        "Code: 73. DB::Exception: Code: 73. DB::Exception: Unknown format X. (UNKNOWN_FORMAT) (version 26.7.2.1). (UNKNOWN_FORMAT)",
        73,
        "UNKNOWN_FORMAT",
        "Unknown format X."
    )]
    [InlineData(
        "Error: Code: 27. DB::Exception: Cannot parse (at row 2)\n: While executing X. (CANNOT_PARSE_INPUT_ASSERTION_FAILED) (version 26.7.2.1 (official build))",
        27,
        "CANNOT_PARSE_INPUT_ASSERTION_FAILED",
        "Cannot parse (at row 2)\n: While executing X."
    )]
    [InlineData(
        "Code: 395. DB::Exception: My text (in parentheses). (FUNCTION_THROW_IF_VALUE_IS_NON_ZERO)",
        395,
        "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
        "My text (in parentheses)."
    )]
    [InlineData("No active streaming query", 49, "LOGICAL_ERROR", "No active streaming query")]
    [InlineData("", 49, "LOGICAL_ERROR", "")]
    public void What_the_engine_says_is_said_once(
        string text,
        int code,
        string name,
        string message
    )
    {
        var error = ErrorText.Parse(text);
        error.Code.ShouldBe(code);
        error.Name.ShouldBe(name);
        error.Message.ShouldBe(message);
    }
}
