using System.Net;
using System.Runtime.CompilerServices;

namespace Platform.Gateway.Calls;

// Platform.Stream is nearer than System.IO.
using Stream = System.IO.Stream;

/// <summary>What the service answers, seen by the gateway as it is relayed.</summary>
internal sealed class ResponseContent(HttpContent content, Call call) : HttpContent
{
    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        new Body(await content.ReadAsStreamAsync(), call);

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken token) =>
        CreateContentReadStreamAsync();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }
        base.Dispose(disposing);
    }

    private const string GrpcStatus = "grpc-status";

    private sealed class Body(Stream body, Call call) : ReadOnlyStream
    {
        // A status among the headers ends the call there: such headers go out with the end of the stream.
        private bool _headersSent = call.Context.Response.Headers.ContainsKey(GrpcStatus);

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            var reading = body.ReadAsync(buffer, cancellationToken);
            return _headersSent || reading.IsCompleted
                ? RelayAsync(reading, buffer)
                : SendHeadersAsync(reading, buffer, cancellationToken);
        }

        /// <summary>
        /// The proxy holds the headers back until there is a body. A stream may well be silent for a
        /// while, and its caller waits for them.
        /// </summary>
        private async ValueTask<int> SendHeadersAsync(
            ValueTask<int> reading,
            Memory<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            _headersSent = true;
            try
            {
                await call.Context.Response.Body.FlushAsync(cancellationToken);
            }
            catch
            {
                // Nobody else will look at the read that is under way.
                _ = reading
                    .AsTask()
                    .ContinueWith(static read => read.Exception, TaskScheduler.Default);
                throw;
            }
            return await RelayAsync(reading, buffer);
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private async ValueTask<int> RelayAsync(ValueTask<int> reading, Memory<byte> buffer)
        {
            var read = await reading;
            call.Relayed(buffer.Span[..read]);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                body.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
