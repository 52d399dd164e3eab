using System.Diagnostics;
using System.Globalization;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.ServiceDefaults;

/// <summary>Names the request's span after the RPC, with the attributes of OpenTelemetry's RPC convention.</summary>
internal sealed class CallTelemetryMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        var span = context.Features.Get<IHttpActivityFeature>()?.Activity;
        return method is null || span is not { IsAllDataRequested: true }
            ? next(context)
            : TraceAsync(context, span, method);
    }

    private async Task TraceAsync(HttpContext context, Activity span, Grpc.Core.IMethod method)
    {
        span.DisplayName = $"{method.ServiceName}/{method.Name}";
        span.SetTag("rpc.system", "grpc");
        span.SetTag("rpc.service", method.ServiceName);
        span.SetTag("rpc.method", method.Name);
        await next(context);
        if (Status(context) is { } status)
        {
            span.SetTag("rpc.grpc.status_code", status);
            // Of the caller's mistakes and the server's failures only the latter are errors of this span.
            if (status is 2 or 4 or 12 or 13 or 14 or 15)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }
        }
    }

    private static int? Status(HttpContext context)
    {
        string? status = context.Response.Headers["grpc-status"];
        status ??= context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers["grpc-status"];
        return int.TryParse(status, CultureInfo.InvariantCulture, out var code) ? code : null;
    }
}
