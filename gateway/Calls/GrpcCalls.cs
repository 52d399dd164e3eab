namespace Platform.Gateway.Calls;

internal static class GrpcCalls
{
    private const string ContentType = "application/grpc";

    /// <summary>application/grpc, application/grpc+proto …; not application/grpc-web.</summary>
    public static bool Is(HttpRequest request) =>
        request.ContentType is { } type
        && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';')
        && HttpProtocol.IsHttp2(request.Protocol);
}
