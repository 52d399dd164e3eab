using System.Globalization;
using Microsoft.Extensions.Primitives;
using Platform.ClickHouseHost.Engine;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Http;

/// <summary>What a request says outside its body.</summary>
internal sealed record QueryRequest
{
    private const string ParameterPrefix = "param_";

    /// <summary>The query, or its beginning, from the URL.</summary>
    public required string Query { get; init; }

    public required string QueryId { get; init; }

    public required string Database { get; init; }

    /// <summary>Format of the result, and of inserted data, when the query names none.</summary>
    public string? DefaultFormat { get; init; }

    /// <summary>0: anything; 1: reads, and no settings in the query; 2: reads.</summary>
    public required int ReadOnly { get; init; }

    /// <summary>Answer only once the query has ended, so that no error comes after a good status.</summary>
    public required bool WaitEnd { get; init; }

    /// <summary>Whether the answer may be compressed.</summary>
    public required bool Compress { get; init; }

    /// <summary>WITH TOTALS by another name: extremes too are left out of a streamed result.</summary>
    public required bool Extremes { get; init; }

    public required IReadOnlyCollection<KeyValuePair<string, string>> Parameters { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <exception cref="EngineException">A parameter is wrong or asks for what is not there.</exception>
    public static QueryRequest Read(HttpRequest request, EngineHostOptions options)
    {
        var query = request.Query;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in query)
        {
            if (name.StartsWith(ParameterPrefix, StringComparison.Ordinal))
            {
                parameters[name[ParameterPrefix.Length..]] = Last(values);
            }
            else if (!IsOfHttp(name, Last(values)))
            {
                settings[KnownName(name)] = Last(values);
            }
        }

        var queryId = Last(query["query_id"]);
        if (queryId.Length > 0)
        {
            // The embedded engine takes no query id from outside; this is where system.processes shows ours.
            settings.TryAdd("log_comment", queryId);
        }

        return new QueryRequest
        {
            Query = Last(query["query"]),
            QueryId = queryId.Length > 0 ? queryId : Guid.NewGuid().ToString(),
            Database = First(
                Last(query["database"]),
                Last(request.Headers["X-ClickHouse-Database"]),
                options.Database
            ),
            DefaultFormat = Format(
                First(
                    Last(query["default_format"]),
                    Last(request.Headers["X-ClickHouse-Format"]),
                    ""
                )
            ),
            ReadOnly = ReadOnlyLevel(request, Last(query["readonly"])),
            WaitEnd = Last(query["wait_end_of_query"]) is "1" or "true",
            Compress = Last(query["enable_http_compression"]) is "1" or "true",
            Extremes = Last(query["extremes"]) is "1" or "true",
            Parameters = parameters,
            Settings = settings,
        };
    }

    // Parameters of the interface itself; what it doesn't do is refused rather than ignored.
    private static bool IsOfHttp(string name, string value)
    {
        switch (name)
        {
            case "query" or "query_id" or "user" or "password" or "database" or "default_format":
            case "readonly" or "wait_end_of_query" or "buffer_size" or "quota_key":
            case "stacktrace" or "session_timeout" or "session_check":
                return true;
            case "compress" or "decompress" or "client_protocol_version" when value is "" or "0":
                return true;
            case "compress" or "decompress":
                throw Missing(
                    $"{name}=1 (ClickHouse's own compression); use Content-Encoding and Accept-Encoding with enable_http_compression=1"
                );
            case "client_protocol_version":
                throw Missing("client_protocol_version other than 0");
            case "session_id" or "role" or "close_session":
                throw Missing($"the parameter {name}: every request is a session of its own");
            case Engine.Engine.TagSetting:
                throw new EngineException(
                    ErrorCode.SettingConstraintViolation,
                    "SETTING_CONSTRAINT_VIOLATION",
                    $"Setting {name} should not be changed: the host tells its connections by it"
                );
            default:
                return false;
        }
    }

    private static string KnownName(string name) =>
        SqlText.IsWord(name)
            ? name
            : throw new EngineException(
                ErrorCode.UnknownSetting,
                "UNKNOWN_SETTING",
                $"Unknown setting '{name}': a setting's name has letters, digits and underscores only"
            );

    // GET must not change anything; a caller may ask for the stricter 1.
    private static int ReadOnlyLevel(HttpRequest request, string value)
    {
        var level = value switch
        {
            "" or "0" => 0,
            "1" => 1,
            "2" => 2,
            _ => throw new EngineException(
                ErrorCode.BadArguments,
                "BAD_ARGUMENTS",
                $"readonly is '{value}', but must be 0, 1 or 2"
            ),
        };
        return level == 0 && HttpMethods.IsGet(request.Method) ? 2 : level;
    }

    private static string? Format(string name) =>
        name.Length == 0 ? null
        : SqlText.IsWord(name) ? name
        : throw new EngineException(
            ErrorCode.UnknownFormat,
            "UNKNOWN_FORMAT",
            $"Unknown format {name}"
        );

    private static string First(string one, string two, string three) =>
        one.Length > 0 ? one
        : two.Length > 0 ? two
        : three;

    private static string Last(StringValues values) => values.Count > 0 ? values[^1] ?? "" : "";

    private static EngineException Missing(string what) =>
        new(
            ErrorCode.NotImplemented,
            "NOT_IMPLEMENTED",
            string.Create(CultureInfo.InvariantCulture, $"This host doesn't support {what}")
        );
}
