using System.Text;
using Platform.ClickHouse.Sql;

namespace Platform.ClickHouseHost.Sql;

/// <summary>How a statement is run.</summary>
internal enum StatementRoute
{
    /// <summary>May be a SELECT: its result is streamed if the engine agrees.</summary>
    Select,

    /// <summary>An INSERT whose data follows its text.</summary>
    InsertData,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>What the host has to know of a statement before it gives it to the engine.</summary>
internal sealed record Statement
{
    public required StatementRoute Route { get; init; }

    /// <summary>There is nothing but blanks and comments.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>FORMAT of the statement, if it names one.</summary>
    public string? Format { get; init; }

    /// <summary>InsertData: the length of the text before FORMAT or VALUES.</summary>
    public int HeadLength { get; init; }

    /// <summary>InsertData: where the data begins, if it can begin within this text.</summary>
    public int DataStart { get; init; }

    /// <summary>A clause that only a client may run: it would read or write a file of this machine.</summary>
    public bool TouchesFile { get; init; }

    /// <summary>It sets something by a SETTINGS clause.</summary>
    public bool HasSettings { get; init; }

    /// <summary>WITH TOTALS or extremes, which the engine loses or garbles in a streamed result.</summary>
    public bool HasTotals { get; init; }

    /// <summary>INSERT … SELECT.</summary>
    public bool Inserts { get; init; }

    /// <summary>SET, USE and temporary tables outlive the statement in the session.</summary>
    public bool ChangesSession { get; init; }

    /// <summary>Reads a statement's text; <paramref name="text"/> may go on into an INSERT's data.</summary>
    public static Statement Read(ReadOnlySpan<byte> text)
    {
        var scanner = new SqlScanner(text);
        var first = scanner.Next();
        if (first == SqlToken.Word && scanner.Is("INSERT") && ReadInsert(text) is { } insert)
        {
            return insert;
        }

        var selects =
            (first == SqlToken.Word && (IsAny(scanner, "SELECT", "WITH", "FROM")))
            || scanner.IsSymbol('(');
        return ReadClauses(text, selects ? StatementRoute.Select : StatementRoute.Other);
    }

    private static Statement ReadClauses(ReadOnlySpan<byte> text, StatementRoute route)
    {
        var statement = new Statement { Route = route };
        var scanner = new SqlScanner(text);
        var previous = default(SqlToken);
        var previousWord = string.Empty;
        var wordBefore = string.Empty;
        string? format = null;
        var isClause = false;
        var ordinal = 0;
        for (var token = scanner.Next(); token != SqlToken.End; token = scanner.Next())
        {
            var word = token == SqlToken.Word ? Word(scanner) : string.Empty;
            if (format is not null && !isClause && !scanner.IsSymbol(';'))
            {
                // If it isn't the clause, which only SETTINGS follow, it is something else of that name.
                isClause = word == "SETTINGS";
                format = isClause ? format : null;
            }

            if (previousWord == "FORMAT" && scanner.Depth == 0 && !isClause)
            {
                format = Name(scanner, token);
            }

            statement = (wordBefore, previousWord, word) switch
            {
                (_, "INTO", "OUTFILE") or (_, "FROM", "INFILE") => statement with
                {
                    TouchesFile = true,
                },
                (_, "WITH", "TOTALS") or (_, _, "EXTREMES") => statement with { HasTotals = true },
                (_, _, "INSERT") when ordinal == 0 => statement with { Inserts = true },
                (_, _, "SET" or "USE") when ordinal == 0 => statement with
                {
                    ChangesSession = true,
                },
                (_, _, "TEMPORARY") => statement with { ChangesSession = true },

                // SETTINGS name = …
                ("SETTINGS", _, _) when scanner.IsSymbol('=') && previous == SqlToken.Word =>
                    statement with
                    {
                        HasSettings = true,
                    },

                // The function file('path') reads any file, and no privilege stands before it.
                (_, "FILE", _) when scanner.IsSymbol('(') => statement with { TouchesFile = true },
                _ => statement,
            };

            wordBefore = previousWord;
            previous = token;
            previousWord = Name(scanner, token)?.ToUpperInvariant() ?? string.Empty;
            ordinal++;
        }

        return statement with
        {
            Format = format,
            IsEmpty = ordinal == 0,
        };
    }

    private static string? Name(SqlScanner scanner, SqlToken token) =>
        token switch
        {
            SqlToken.Word => Encoding.UTF8.GetString(scanner.Current),
            SqlToken.QuotedName => scanner.UnquotedName(),
            _ => null,
        };

    // INSERT INTO [TABLE] name [(columns)] [SETTINGS …] {FORMAT name data | VALUES data | SELECT … | nothing yet}
    // Null when it selects what it inserts.
    private static Statement? ReadInsert(ReadOnlySpan<byte> text)
    {
        var scanner = new SqlScanner(text);
        scanner.Next();
        var infile = false;
        var named = false;
        var previous = string.Empty;
        for (var token = scanner.Next(); token != SqlToken.End; token = scanner.Next())
        {
            var word = token == SqlToken.Word ? Word(scanner) : string.Empty;
            var clause = named && previous != "." ? word : string.Empty;
            if (scanner.Depth == 0 && clause == "VALUES")
            {
                return Data(scanner.Start, scanner.Position, "Values", infile);
            }

            if (scanner.Depth == 0 && clause == "FORMAT")
            {
                var head = scanner.Start;
                token = scanner.Next();
                var format = Name(scanner, token);
                return Data(head, SkipToData(text, scanner.Position), format, infile);
            }

            // INSERT … SELECT, also in parentheses; a column list can't begin with these words unquoted.
            if (scanner.Depth <= 1 && clause is "SELECT" or "WITH" or "WATCH")
            {
                return null;
            }

            infile |= clause == "INFILE" && previous == "FROM";
            named |= token != SqlToken.Symbol && word is not ("INTO" or "TABLE" or "FUNCTION");
            previous = scanner.IsSymbol('.') ? "." : word;
        }

        return Data(text.Length, text.Length, format: null, infile);
    }

    private static Statement Data(int head, int data, string? format, bool infile) =>
        new()
        {
            Route = StatementRoute.InsertData,
            HeadLength = head,
            DataStart = data,
            Format = format,
            TouchesFile = infile,
        };

    // Data begins after the first line end, or after the blanks when the line goes on.
    private static int SkipToData(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && text[position] is (byte)' ' or (byte)'\t' or (byte)'\f')
        {
            position++;
        }

        if (position < text.Length && text[position] == (byte)'\r')
        {
            position++;
        }

        return position < text.Length && text[position] == (byte)'\n' ? position + 1 : position;
    }

    private static bool IsAny(SqlScanner scanner, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (scanner.Is(word))
            {
                return true;
            }
        }

        return false;
    }

    private static string Word(SqlScanner scanner) =>
        scanner.Current.Length <= 16
            ? Encoding.UTF8.GetString(scanner.Current).ToUpperInvariant()
            : "?";
}
