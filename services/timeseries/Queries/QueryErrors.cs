using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Queries;

/// <summary>What the store says against a query, in the caller's terms and without what it says of the host.</summary>
internal static partial class QueryErrors
{
    /// <summary>Null when it is not the query's fault; then it is told as any failure of the store.</summary>
    public static RpcException? Translate(
        ClickHouseException failure,
        QueryBounds bounds,
        QueryLimits limits
    )
    {
        if (failure.Name == ClientErrors.TimedOut)
        {
            return Limit("max_execution_time", "time", $"{bounds.Seconds} s");
        }
        if (failure.Name == ClientErrors.Malformed)
        {
            return PlatformErrors.CreateInvalid(
                (
                    "sql",
                    $"{Clean(failure.InnerException?.Message ?? failure.Message)} Convert the column in the query."
                )
            );
        }
        return failure.Code switch
        {
            0 => null,
            159 or 160 or 394 => Limit("max_execution_time", "time", $"{bounds.Seconds} s"),
            158 => Limit("max_rows_to_read", "rows read from tables", Text(limits.ReadRowsMax)),
            307 => Limit("max_bytes_to_read", "bytes read from tables", Text(limits.ReadBytesMax)),
            396 => Limit(
                "max_result_rows, max_result_bytes",
                "the result",
                $"{bounds.Rows} rows and {bounds.Bytes} bytes"
            ),
            241 => Limit("max_memory_usage", "memory", $"{limits.MemoryBytesMax} bytes"),
            161 or 162 or 167 or 168 or 191 => Limit(
                failure.Name,
                "complexity",
                Clean(failure.Message)
            ),
            164 or 358 or 452 or 497 or 482 => Refusal.Create(
                failure.Name,
                $"The store refuses it: {Clean(failure.Message)}"
            ),
            // Too many queries at once, too few replicas …: the store's own matter.
            _ when failure.IsTransient => null,
            // A defect of the engine is none of the caller's.
            49 => null,
            _ => PlatformErrors.CreateInvalid(("sql", Clean(failure.Message))),
        };
    }

    /// <summary>The engine's sentence, without its numbers, its version, paths of the host and addresses.</summary>
    public static string Clean(string message)
    {
        var text = Head().Replace(message.Trim(), "");
        text = Tail().Replace(text, "");
        text = Paths().Replace(text, "(path)");
        text = Addresses().Replace(text, "(address)");
        const int LongestText = 1_000;
        return text.Length <= LongestText ? text : text[..LongestText] + " …";
    }

    private static RpcException Limit(string limit, string what, string value) =>
        PlatformErrors.Create(
            ErrorReason.QueryLimit,
            $"The query broke its limit of {what}: {value}.",
            ("limit", limit),
            ("value", value)
        );

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(Code: \d+\. DB::Exception: )+", RegexOptions.None, 1_000)]
    private static partial Regex Head();

    [GeneratedRegex(
        @"(\s*\([A-Z][A-Z0-9_]{2,}\)|\s*\(version [^)]*\)|[\s.])*$",
        RegexOptions.None,
        1_000
    )]
    private static partial Regex Tail();

    [GeneratedRegex(@"(?<![\w'""/])/(?:[\w.\-]+/)+[\w.\-]*", RegexOptions.None, 1_000)]
    private static partial Regex Paths();

    [GeneratedRegex(
        @"https?://[^\s'"")]+|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b",
        RegexOptions.None,
        1_000
    )]
    private static partial Regex Addresses();
}
