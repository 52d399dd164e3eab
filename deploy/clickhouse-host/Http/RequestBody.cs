using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Platform.ClickHouseHost.Engine;

namespace Platform.ClickHouseHost.Http;

/// <summary>A request's body, decompressed, and never more of it than is allowed.</summary>
internal sealed class RequestBody : IAsyncDisposable
{
    private readonly Stream stream;
    private readonly long bytesMax;
    private long bytesRead;

    private RequestBody(Stream stream, long bytesMax)
    {
        this.stream = stream;
        this.bytesMax = bytesMax;
    }

    public static RequestBody Of(HttpRequest request, EngineHostOptions options)
    {
        if (IsMultipart(request))
        {
            throw new EngineException(
                ErrorCode.NotImplemented,
                "NOT_IMPLEMENTED",
                "This host doesn't support forms as bodies (external tables, parameters); give parameters in the address"
            );
        }

        if (request.ContentLength > options.BodyBytesMax)
        {
            // With its own limit the server would close the connection under a client that is still sending, which
            // then never reads why; without it the server takes the rest of the body in and throws it away.
            if (
                request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is
                { IsReadOnly: false } limit
            )
            {
                limit.MaxRequestBodySize = null;
            }

            throw TooLarge(options.BodyBytesMax);
        }

        var encoding = request.Headers.ContentEncoding.ToString();
        Stream stream = encoding switch
        {
            _ when HttpMethods.IsGet(request.Method) => Stream.Null,
            "" or "identity" => request.Body,
            "gzip" or "x-gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
            "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
            _ => throw new EngineException(
                ErrorCode.UnsupportedMediaType,
                "UNSUPPORTED_MEDIA_TYPE",
                $"Content-Encoding is '{encoding}', but must be gzip, deflate, br or absent"
            ),
        };
        return new RequestBody(stream, options.BodyBytesMax);
    }

    /// <summary>Fills some of the buffer; 0 is the end.</summary>
    /// <exception cref="EngineException">The body is too large, or isn't what its encoding says.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        int count;
        try
        {
            count = await stream.ReadAsync(buffer, cancellation);
        }
        catch (Exception error) when (error is InvalidDataException)
        {
            throw new EngineException(
                ErrorCode.BadArguments,
                "BAD_ARGUMENTS",
                "The body can't be decompressed as its Content-Encoding says"
            );
        }

        bytesRead += count;
        return bytesRead <= bytesMax ? count : throw TooLarge(bytesMax);
    }

    public static EngineException TooLarge(long bytesMax) =>
        new(
            ErrorCode.QueryIsTooLarge,
            "QUERY_IS_TOO_LARGE",
            $"The body is larger than {bytesMax} bytes (option Host:BodyBytesMax); send it in parts"
        );

    // Not application/x-www-form-urlencoded: that is what curl calls any body, and a server doesn't mind either.
    private static bool IsMultipart(HttpRequest request) =>
        request.ContentType is { } type
        && type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}
