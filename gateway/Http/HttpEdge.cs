using Platform.Gateway.Calls;
using Platform.Gateway.Keys;
using Platform.Gateway.Routes;

namespace Platform.Gateway.Http;

/// <summary>
/// What is not gRPC: open doors, that is GET /health, and nothing else. A stranger learns no more than
/// that a key is needed.
/// </summary>
internal sealed class HttpEdge(RequestDelegate next, ApiKeyStore keys)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (GrpcCalls.Is(context.Request) || Doors.IsOpen(context))
        {
            return next(context);
        }
        var (status, title) = keys.Find(context.Request) switch
        {
            null => (
                StatusCodes.Status401Unauthorized,
                "Send a valid key in the x-api-key header."
            ),
            _ when HasRoute(context) => (
                StatusCodes.Status415UnsupportedMediaType,
                "This address speaks gRPC: HTTP/2 and content-type application/grpc."
            ),
            _ => (StatusCodes.Status404NotFound, "There is nothing at this address."),
        };
        return Results.Problem(statusCode: status, title: title).ExecuteAsync(context);
    }

    private static bool HasRoute(HttpContext context) => context.GetEndpoint() is not null;
}
