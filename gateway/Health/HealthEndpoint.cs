using Platform.ServiceDefaults;

namespace Platform.Gateway.Health;

internal static class HealthEndpoint
{
    /// <summary>GET /health: 200 when every service and database is healthy, 503 otherwise. Needs no key.</summary>
    public static void MapHealth(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapGet(
                "/health",
                (SuiteHealth health, HttpResponse response) =>
                {
                    var report = health.Current;
                    response.Headers.CacheControl = "no-store";
                    return TypedResults.Json(
                        report,
                        HealthJson.Default.HealthReport,
                        statusCode: report.Status == HealthState.Healthy
                            ? StatusCodes.Status200OK
                            : StatusCodes.Status503ServiceUnavailable
                    );
                }
            )
            .WithMetadata(new OpenDoorAttribute());
}
