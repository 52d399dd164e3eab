using System.Buffers;
using System.Text;
using Platform.ClickHouse.Sql;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Queries;

/// <summary>
/// What can be told of a query from its tokens, before the store sees it: that it is one SELECT, without clauses that
/// set, write or format. Its job is a clear reason; what a query really is, the store's parser says (<see cref="QueryTree"/>).
/// </summary>
internal static class QueryScan
{
    public static void Check(string sql, FunctionList functions)
    {
        var text = Encoding.UTF8.GetBytes(sql);
        CheckCharacters(sql);
        var scanner = new SqlScanner(text);
        var token = scanner.Next();
        while (scanner.IsSymbol('('))
        {
            token = scanner.Next();
        }
        if (token == SqlToken.End)
        {
            PlatformErrors.ThrowInvalid(("sql", "The query is empty; send one SELECT."));
        }
        if (!scanner.Is("SELECT") && !scanner.Is("WITH"))
        {
            Refusal.Throw(
                $"statement {Shown(scanner)}",
                $"A query begins with SELECT or WITH; this one begins with {Shown(scanner)}, which is not run."
            );
        }
        CheckTokens(text, functions);
    }

    // A character that looks like a blank or is invisible could show a reader another query than the one that runs.
    private static void CheckCharacters(string sql)
    {
        foreach (var rune in sql.EnumerateRunes())
        {
            if (
                Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')
                || Rune.GetUnicodeCategory(rune)
                    is System.Globalization.UnicodeCategory.Format
                        or System.Globalization.UnicodeCategory.LineSeparator
                        or System.Globalization.UnicodeCategory.ParagraphSeparator
                || (rune.Value > 0x7F && Rune.IsWhiteSpace(rune))
            )
            {
                Refusal.Throw(
                    $"character U+{rune.Value:X4}",
                    $"The query holds the character U+{rune.Value:X4}, invisible or no plain blank; "
                        + "send such text as a parameter."
                );
            }
        }
    }

    private static void CheckTokens(ReadOnlySpan<byte> text, FunctionList functions)
    {
        var scanner = new SqlScanner(text);
        string before = "",
            previous = "";
        for (var token = scanner.Next(); token != SqlToken.End; token = scanner.Next())
        {
            if (scanner.IsSymbol(';'))
            {
                if (scanner.Next() == SqlToken.End)
                {
                    return;
                }
                Refusal.Throw(
                    "second statement",
                    "One statement a query: there is more after the semicolon."
                );
            }
            CheckQuote(scanner.Current);
            if (scanner.IsSymbol('{'))
            {
                CheckPlaceholder(ref scanner);
                (before, previous) = ("", "}");
                continue;
            }
            if (scanner.IsSymbol('(') && functions.IsRefused(previous))
            {
                Refusal.Throw($"function {previous}", FunctionList.Why(previous));
            }
            var word = token switch
            {
                SqlToken.Word => Encoding.UTF8.GetString(scanner.Current),
                SqlToken.QuotedName => scanner.UnquotedName(),
                _ => scanner.IsSymbol('=') ? "=" : ".",
            };
            CheckClause(before, previous, token == SqlToken.Word || word == "=" ? word : ".");
            (before, previous) = (previous, word);
        }
    }

    // The store takes them for quotes, and readers for something else.
    private static void CheckQuote(ReadOnlySpan<byte> token)
    {
        if (
            Rune.DecodeFromUtf8(token, out var first, out _) == OperationStatus.Done
            && first.Value is 0x2018 or 0x2019 or 0x201C or 0x201D
        )
        {
            Refusal.Throw(
                $"character U+{first.Value:X4}",
                $"The query has the typographic quote U+{first.Value:X4}; write ' around texts and \" around names."
            );
        }
    }

    private static void CheckClause(string before, string previous, string word)
    {
        if (Same(previous, "INTO") && (Same(word, "OUTFILE") || Same(word, "DUMPFILE")))
        {
            Refusal.Throw(
                "INTO OUTFILE",
                "INTO OUTFILE would write a file of the server; read the answer instead."
            );
        }
        if (Same(before, "SETTINGS") && word == "=")
        {
            Refusal.Throw(
                "SETTINGS",
                "A query has no SETTINGS clause: its limits are the service's, or lower ones in the request."
            );
        }
    }

    // {name:Type}: the engine puts the value in as a value. Only the type Identifier would put it in as SQL.
    private static void CheckPlaceholder(ref SqlScanner scanner)
    {
        var depth = scanner.Depth;
        for (var token = scanner.Next(); token != SqlToken.End; token = scanner.Next())
        {
            if (scanner.Depth < depth)
            {
                return;
            }
            CheckQuote(scanner.Current);
            if (
                scanner.Is("Identifier")
                || (
                    token == SqlToken.QuotedName
                    && scanner
                        .UnquotedName()
                        .Equals("Identifier", StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                Refusal.Throw(
                    "parameter of type Identifier",
                    "A parameter is a value, never a name: {name:Identifier} is not taken."
                );
            }
        }
    }

    private static bool Same(string word, string other) =>
        word.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Shown(SqlScanner scanner) =>
        Encoding.UTF8.GetString(scanner.Current[..Math.Min(scanner.Current.Length, 32)]);
}
