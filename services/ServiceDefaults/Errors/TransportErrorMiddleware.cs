using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Platform.Common.V1;

namespace Platform.ServiceDefaults;

/// <summary>
/// Gives the errors that the gRPC server makes by itself, outside any handler, a reason like all others: a message over
/// the limit, a method that does not exist.
/// </summary>
internal sealed class TransportErrorMiddleware(RequestDelegate next, IOptions<GrpcOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (!ErrorResponse.IsGrpc(context.Request))
        {
            return;
        }
        if (!context.Response.HasStarted)
        {
            Complete(context.Response.Headers);
        }
        else if (
            context.Features.Get<IHttpResponseTrailersFeature>() is
            { Trailers.IsReadOnly: false } sent
        )
        {
            Complete(sent.Trailers);
        }
    }

    private void Complete(IHeaderDictionary trailers)
    {
        if (
            trailers.ContainsKey(RichErrors.Trailer)
            || !int.TryParse(trailers["grpc-status"], CultureInfo.InvariantCulture, out var number)
            || ErrorMapping.ReasonOf((StatusCode)number) is not { } reason
        )
        {
            return;
        }
        string message = trailers["grpc-message"].ToString();
        var rich =
            reason == ErrorReason.LimitExceeded
                ? PlatformErrors.Status(
                    reason,
                    message,
                    ("limit", $"{GrpcOptions.Section}:{nameof(GrpcOptions.ReceiveBytesMax)}"),
                    (
                        "bytes_max",
                        options.Value.ReceiveBytesMax.ToString(CultureInfo.InvariantCulture)
                    )
                )
                : PlatformErrors.Status(reason, message);
        ErrorResponse.WriteStatus(trailers, rich);
    }
}
