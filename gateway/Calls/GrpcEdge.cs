using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.Gateway.Keys;
using Platform.Gateway.Limits;
using Platform.Gateway.Routes;
using Platform.ServiceDefaults;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Calls;

/// <summary>
/// What every gRPC call passes first: who calls, whether there is room, whether there is such a
/// service. What is not gRPC, and what needs no key, goes by.
/// </summary>
internal sealed class GrpcEdge(
    RequestDelegate next,
    ApiKeyStore keys,
    CallLimits limits,
    HeaderLimit headers,
    DrainToken drain,
    IOptions<GatewayOptions> options
)
{
    private readonly GatewayOptions _options = options.Value;

    public Task InvokeAsync(HttpContext context) =>
        !GrpcCalls.Is(context.Request) || Doors.IsOpen(context)
            ? next(context)
            : EnterAsync(context);

    private Task EnterAsync(HttpContext context)
    {
        var key = keys.Find(context.Request);
        var refusal =
            key is null ? UnknownCaller(context.Request)
            : drain.IsDraining ? Draining()
            : headers.Check(context.Request.Headers);
        if (refusal is not null)
        {
            return ErrorResponse.WriteAsync(context, refusal);
        }
        var connection = context.Features.GetRequiredFeature<ClientConnection>();
        return limits.Enter(connection, key!) is { } full
            ? ErrorResponse.WriteAsync(context, full)
            : PassOnAsync(context, key!, connection);
    }

    private async Task PassOnAsync(HttpContext context, ApiKey key, ClientConnection connection)
    {
        try
        {
            if (context.GetEndpoint() is null)
            {
                await ErrorResponse.WriteAsync(context, NoSuchService(context.Request.Path));
                return;
            }
            CallerHeaders.Replace(context.Request.Headers, key.Authorization);
            using var call = new Call(context, key, _options.Limits.MessageBytesMax);
            await next(context);
            await call.Request.StopAsync();
            await FailedCall.AnswerAsync(call, drain.IsDraining);
        }
        finally
        {
            limits.Leave(connection, key);
        }
    }

    private static RichStatus UnknownCaller(HttpRequest request) =>
        PlatformErrors.Status(
            ErrorReason.Unauthenticated,
            request.Headers.ContainsKey(CallerHeaders.ApiKey)
                ? "The key in the x-api-key header is not valid."
                : "There is no x-api-key header; send a valid key in it."
        );

    private static RichStatus Draining() =>
        PlatformErrors.Status(ErrorReason.Draining, "The gateway is stopping.");

    private RichStatus NoSuchService(PathString path)
    {
        var service = path.Value is { Length: > 1 } value ? value[1..].Split('/')[0] : "";
        if (_options.StoreServices.Contains(service))
        {
            return PlatformErrors.Status(
                ErrorReason.InvalidArgument,
                $"Every store has a {service}: name one in the {GatewayOptions.StoreHeader} header.",
                ("allowed", string.Join(", ", _options.Stores.Keys))
            );
        }
        return PlatformErrors.Status(
            ErrorReason.NotImplemented,
            $"There is no service {service} here.",
            ("service", service)
        );
    }
}
