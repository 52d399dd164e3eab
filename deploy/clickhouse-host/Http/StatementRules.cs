using System.Globalization;
using System.Text;
using Platform.ClickHouseHost.Engine;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Http;

/// <summary>What a request may not do, told from the statement's text before a connection is taken.</summary>
internal static class StatementRules
{
    // The engine's front is that of the interactive client: "exit", "quit" and the like end a session there instead of
    // being wrong.
    private const int LongestCommand = 16;

    private const string ResultBytes = "max_result_bytes";

    /// <exception cref="EngineException">The statement is not allowed.</exception>
    public static void Check(Statement statement, QueryRequest request)
    {
        if (statement.IsEmpty)
        {
            throw new EngineException(
                ErrorCode.SyntaxError,
                "SYNTAX_ERROR",
                "Syntax error: Empty query"
            );
        }

        if (statement.TouchesFile)
        {
            // Over HTTP there is no client whose files these could be; the embedded engine would take the server's.
            throw new EngineException(
                ErrorCode.IntoOutfileNotAllowed,
                "INTO_OUTFILE_NOT_ALLOWED",
                "INTO OUTFILE, FROM INFILE and the function file() are not allowed: "
                    + "they would use files of the server. Read the response, or send the data in the request"
            );
        }

        if (request.ReadOnly != 0 && statement.Route == StatementRoute.InsertData)
        {
            throw ReadOnlyMode(request);
        }

        if (request.ReadOnly == 1 && statement.HasSettings)
        {
            throw new EngineException(
                ErrorCode.ReadOnly,
                "READONLY",
                "Cannot modify settings in readonly mode (readonly=1)"
            );
        }
    }

    /// <exception cref="EngineException">The statement writes, while only reads are allowed; or is more than one.</exception>
    public static void Check(StatementClass kind, ReadOnlySpan<byte> text, QueryRequest request)
    {
        if (kind.Count == 0 && text.Length <= LongestCommand)
        {
            throw new EngineException(
                ErrorCode.SyntaxError,
                "SYNTAX_ERROR",
                $"Syntax error: failed at position 1 ({Encoding.UTF8.GetString(text)})"
            );
        }

        if (kind.Count > 1)
        {
            throw new EngineException(
                ErrorCode.SyntaxError,
                "SYNTAX_ERROR",
                "Syntax error (Multi-statements are not allowed)"
            );
        }

        // Text that doesn't parse (count 0) goes on to the engine, which says what is wrong with it.
        if (request.ReadOnly != 0 && kind.Kind != StatementKind.ReadOnly && kind.Count != 0)
        {
            throw ReadOnlyMode(request);
        }
    }

    /// <summary>The request's settings, and a bound on a result that will be held: nothing else bounds its memory.</summary>
    public static IReadOnlyCollection<KeyValuePair<string, string>> Settings(
        Statement statement,
        QueryRequest request,
        EngineHostOptions options
    )
    {
        var bounded =
            statement is { Inserts: false, Route: not StatementRoute.InsertData }
            && QueryRun.Holds(statement, request);
        var asked = request.Settings.GetValueOrDefault(ResultBytes);
        if (
            !bounded
            || (
                long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
                && bytes > 0
                && bytes <= options.HeldResultBytesMax
            )
        )
        {
            return request.Settings;
        }

        return new Dictionary<string, string>(request.Settings)
        {
            [ResultBytes] = options.HeldResultBytesMax.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static EngineException ReadOnlyMode(QueryRequest request) =>
        new(
            ErrorCode.ReadOnly,
            "READONLY",
            $"Cannot execute query in readonly mode (readonly={request.ReadOnly}). "
                + "For queries over HTTP, method GET implies readonly. You should use method POST for modifying queries."
        );
}
