using Grpc.Core;

namespace Platform.ServiceDefaults;

public static class ResponseCompression
{
    /// <summary>
    /// Compresses this call's answers with gzip if the caller accepts it. Off unless asked for: ticks gain little and
    /// cost much. Sends the response headers, so it comes before the first message.
    /// </summary>
    public static Task CompressResponsesAsync(this ServerCallContext context) =>
        context.WriteResponseHeadersAsync(
            new Metadata { { "grpc-internal-encoding-request", "gzip" } }
        );
}
