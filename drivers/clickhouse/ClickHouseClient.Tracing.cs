using System.Diagnostics;
using System.Globalization;
using Platform.ClickHouse.Http;

namespace Platform.ClickHouse;

public sealed partial class ClickHouseClient
{
    /// <summary>Name of the activity source to listen to.</summary>
    public const string ActivitySourceName = "Platform.ClickHouse";

    private static readonly ActivitySource Source = new(ActivitySourceName);

    // A span covers the request up to the first block: reading on is at the consumer's pace.
    private async Task<T> Traced<T>(string operation, Request request, Func<Task<T>> run)
    {
        using var activity = Source.StartActivity(
            $"{operation} {_options.Database}",
            ActivityKind.Client
        );
        activity?.SetTag("db.system.name", "clickhouse");
        activity?.SetTag("db.namespace", _options.Database);
        activity?.SetTag("db.operation.name", operation);
        activity?.SetTag("clickhouse.query_id", request.QueryId);
        try
        {
            return await run();
        }
        catch (Exception e)
        {
            var fault = e as ClickHouseException;
            activity?.SetTag("error.type", fault?.Name ?? e.GetType().Name);
            activity?.SetTag(
                "db.response.status_code",
                fault?.Code.ToString(CultureInfo.InvariantCulture)
            );
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
    }
}
