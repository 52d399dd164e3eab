using Microsoft.AspNetCore.Http;
using Platform.Common.V1;

namespace Platform.ServiceDefaults;

/// <summary>
/// Lets a request in only with a valid token that holds the permission its method asks for, unless the endpoint is an
/// open door. It stands before the gRPC server, so that no message of a stranger is ever read, and so that names
/// that don't exist are closed too.
/// </summary>
internal sealed class IdentityMiddleware(RequestDelegate next, TokenCheck tokens)
{
    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<OpenDoorAttribute>() is not null)
        {
            return next(context);
        }
        var fault = tokens.Check(context.Request.Headers.Authorization, out var caller);
        if (caller is null)
        {
            return ErrorResponse.WriteAsync(
                context,
                PlatformErrors.Status(
                    ErrorReason.Unauthenticated,
                    "This call needs a valid key or token.",
                    ("cause", fault.ToText())
                )
            );
        }
        if (
            metadata?.GetMetadata<RequiredPermission>() is { } required
            && !caller.Has(required.Name)
        )
        {
            return ErrorResponse.WriteAsync(
                context,
                PlatformErrors.Status(
                    ErrorReason.PermissionMissing,
                    $"This call needs the permission {required.Name}.",
                    ("permission", required.Name),
                    ("subject", caller.Subject)
                )
            );
        }
        context.Features.Set(caller);
        return next(context);
    }
}
