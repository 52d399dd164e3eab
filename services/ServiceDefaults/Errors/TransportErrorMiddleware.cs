using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.ServiceDefaults;

/// <summary>
/// Gives the errors that the gRPC server makes by itself, outside any handler, a reason like all others: a message over
/// the limit, a method that does not exist.
/// </summary>
internal sealed class TransportErrorMiddleware(RequestDelegate next, PlainStatus plain)
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
            !trailers.ContainsKey(RichErrors.Trailer)
            && int.TryParse(trailers["grpc-status"], CultureInfo.InvariantCulture, out var code)
            && plain.Enrich(
                (StatusCode)code,
                Uri.UnescapeDataString(trailers["grpc-message"].ToString())
            )
                is { } rich
        )
        {
            ErrorResponse.WriteStatus(trailers, rich);
        }
    }
}
