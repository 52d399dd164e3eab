using System.Text;
using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Queries;

/// <summary>The form of a request, and its parameters as the driver takes them.</summary>
internal static class QueryInput
{
    private const int NameLengthMax = 64;

    public static QueryParameters Read(QueryRequest request, QueryLimits limits)
    {
        if (Encoding.UTF8.GetByteCount(request.Sql) > limits.TextBytesMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "sql",
                    $"The query has more than {limits.TextBytesMax} bytes (option Queries:TextBytesMax)."
                )
            );
        }
        if (request.Parameters.Count > limits.ParametersMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "parameters",
                    $"{request.Parameters.Count} parameters; at most {limits.ParametersMax} are taken (option Queries:ParametersMax)."
                )
            );
        }
        var parameters = new QueryParameters();
        foreach (var (name, parameter) in request.Parameters)
        {
            if (name.Length is 0 or > NameLengthMax || !IsWord(name))
            {
                PlatformErrors.ThrowInvalid(
                    (
                        "parameters",
                        $"A parameter's name has 1 to {NameLengthMax} letters, digits and underscores; '{name}' does not."
                    )
                );
            }
            parameters.Add(name, Value(name, parameter));
        }
        return parameters;
    }

    private static object? Value(string name, QueryParameter parameter)
    {
        switch (parameter.ValueCase)
        {
            case QueryParameter.ValueOneofCase.Text:
                return parameter.Text;
            case QueryParameter.ValueOneofCase.Integer:
                return parameter.Integer;
            case QueryParameter.ValueOneofCase.Number:
                return parameter.Number;
            case QueryParameter.ValueOneofCase.Boolean:
                return parameter.Boolean;
            case QueryParameter.ValueOneofCase.Texts:
                return parameter.Texts.Values;
            default:
                PlatformErrors.ThrowInvalid(
                    (
                        $"parameters[{name}]",
                        "It has no value; set text, integer, number, boolean or texts."
                    )
                );
                return null;
        }
    }

    private static bool IsWord(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }
        return true;
    }
}
