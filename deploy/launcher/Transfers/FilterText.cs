using Platform.Common.V1;

namespace Platform.Launcher.Transfers;

/// <summary>Filters of the command line: column, operator, value without blanks between, as in price&gt;=1.5.</summary>
internal static class FilterText
{
    // Longer ones first: >= begins with >.
    private static readonly (string Text, FilterOp Op)[] Operators =
    [
        ("!=", FilterOp.NotEqual),
        ("<=", FilterOp.LessOrEqual),
        (">=", FilterOp.GreaterOrEqual),
        ("=", FilterOp.Equal),
        ("<", FilterOp.Less),
        (">", FilterOp.Greater),
        ("~", FilterOp.Contains),
    ];

    public static Filter Parse(string text)
    {
        var at = text.IndexOfAny(['!', '<', '>', '=', '~']);
        if (at > 0)
        {
            foreach (var (sign, op) in Operators)
            {
                if (text.AsSpan(at).StartsWith(sign, StringComparison.Ordinal))
                    return new Filter
                    {
                        Field = text[..at].Trim(),
                        Op = op,
                        Values = { text[(at + sign.Length)..] },
                    };
            }
        }
        throw new LaunchFailure(
            $"--filter '{text}': a column, one of = != < <= > >= ~ (contains), and a value are needed"
        );
    }
}
