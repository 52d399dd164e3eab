using System.Globalization;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Platform.ServiceDefaults;

/// <summary>
/// Gives the errors that the gRPC server makes by itself, outside any handler, a reason like all others: a message over
/// the limit, a method that does not exist, a deadline that passed.
/// </summary>
internal sealed class TransportErrorMiddleware(RequestDelegate next, PlainStatus plain)
{
    private const string Status = "grpc-status";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!ErrorResponse.IsGrpc(context.Request))
        {
            await next(context);
            return;
        }
        if (context.Features.Get<IHttpResponseBodyFeature>() is { } body)
        {
            context.Features.Set<IHttpResponseBodyFeature>(new EndedBody(this, context, body));
        }
        await next(context);
        Complete(context);
    }

    private void Complete(HttpContext context)
    {
        var headers = context.Response.Headers;
        if (!context.Response.HasStarted)
        {
            Complete(headers, headers);
        }
        else if (
            context.Features.Get<IHttpResponseTrailersFeature>() is
            { Trailers: { IsReadOnly: false } trailers }
        )
        {
            // A status meant for a response of headers alone may have left with a first message instead.
            Complete(trailers.ContainsKey(Status) ? trailers : headers, trailers);
        }
    }

    private void Complete(IHeaderDictionary found, IHeaderDictionary sent)
    {
        if (
            !found.ContainsKey(RichErrors.Trailer)
            && int.TryParse(found[Status], CultureInfo.InvariantCulture, out var code)
            && plain.Enrich(
                (StatusCode)code,
                Uri.UnescapeDataString(found["grpc-message"].ToString())
            )
                is { } rich
        )
        {
            ErrorResponse.WriteStatus(sent, rich);
        }
    }

    /// <summary>
    /// A passed deadline ends the response while the handler still runs, so the trailers are completed where they are
    /// about to be sent, and no first message may start the response meanwhile.
    /// </summary>
    private sealed class EndedBody(
        TransportErrorMiddleware errors,
        HttpContext context,
        IHttpResponseBodyFeature inner
    ) : IHttpResponseBodyFeature
    {
        private readonly Lock _gate = new();

        public System.IO.Stream Stream => inner.Stream;

        public PipeWriter Writer => inner.Writer;

        public Task CompleteAsync()
        {
            lock (_gate)
            {
                errors.Complete(context);
                return inner.CompleteAsync();
            }
        }

        public void DisableBuffering() => inner.DisableBuffering();

        public Task StartAsync(CancellationToken cancellationToken = default)
        {
            lock (_gate)
            {
                return inner.StartAsync(cancellationToken);
            }
        }

        public Task SendFileAsync(
            string path,
            long offset,
            long? count,
            CancellationToken cancellationToken = default
        ) => inner.SendFileAsync(path, offset, count, cancellationToken);
    }
}
