using Platform.ClickHouse.Codecs;

namespace Platform.ClickHouse.Parameters;

/// <summary>Pairs a query's placeholders with the values given, and writes each value as its type is read by the server.</summary>
internal static class ParameterBinder
{
    public static IReadOnlyList<KeyValuePair<string, string>> Bind(
        string sql,
        QueryParameters? parameters
    )
    {
        if (parameters is null or { Count: 0 } && !sql.Contains('{', StringComparison.Ordinal))
        {
            return [];
        }
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, type) in Placeholders.Find(sql))
        {
            if (bound.ContainsKey(name))
            {
                continue;
            }
            if (parameters is null || !parameters.TryGet(name, out var value))
            {
                throw new ArgumentException(
                    $"The query has a placeholder {{{name}:{type}}} and no parameter '{name}' was given."
                );
            }
            bound[name] = Text(name, type, value);
        }
        RequireAllUsed(parameters, bound);
        return [.. bound];
    }

    private static string Text(string name, string type, object? value)
    {
        if (type.Equals("Identifier", StringComparison.Ordinal))
        {
            return value is string identifier
                ? ParameterText.Escape(identifier)
                : throw new ArgumentException(
                    $"Parameter '{name}' is an Identifier: a string is expected."
                );
        }
        try
        {
            return ParameterText.Format(CodecCache.Get(type).FromValues([value]));
        }
        catch (ColumnTypeException e)
        {
            throw new ArgumentException($"Parameter '{name}': {e.Message}", e);
        }
    }

    private static void RequireAllUsed(
        QueryParameters? parameters,
        Dictionary<string, string> bound
    )
    {
        foreach (var (name, _) in parameters ?? [])
        {
            if (!bound.ContainsKey(name))
            {
                throw new ArgumentException(
                    $"Parameter '{name}' was given, but the query has no placeholder {{{name}:Type}}."
                );
            }
        }
    }
}
