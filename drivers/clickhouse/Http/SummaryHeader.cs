using System.Globalization;
using System.Text.Json;

namespace Platform.ClickHouse.Http;

/// <summary>X-ClickHouse-Summary: a JSON object of numbers written as strings. Servers before 20.x don't send it.</summary>
internal static class SummaryHeader
{
    public static QuerySummary Read(HttpResponseMessage response, string queryId, Uri endpoint)
    {
        var summary = new QuerySummary { QueryId = queryId, Endpoint = endpoint };
        if (!response.Headers.TryGetValues("X-ClickHouse-Summary", out var values))
        {
            return summary;
        }
        try
        {
            using var json = JsonDocument.Parse(string.Concat(values));
            return summary with
            {
                ReadRows = Number(json, "read_rows"),
                ReadBytes = Number(json, "read_bytes"),
                WrittenRows = Number(json, "written_rows"),
                WrittenBytes = Number(json, "written_bytes"),
                ResultRows = Number(json, "result_rows"),
                Elapsed = TimeSpan.FromMicroseconds(Number(json, "elapsed_ns") / 1000),
            };
        }
        catch (JsonException)
        {
            // A proxy may have mangled it; counts are for information, the answer itself was good.
            return summary;
        }
    }

    private static long Number(JsonDocument json, string name)
    {
        if (
            json.RootElement.ValueKind != JsonValueKind.Object
            || !json.RootElement.TryGetProperty(name, out var value)
        )
        {
            return 0;
        }
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
    }
}
