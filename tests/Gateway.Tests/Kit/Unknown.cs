using Grpc.Core;

namespace Platform.Gateway.Tests.Kit;

/// <summary>Calls methods nobody has a contract of.</summary>
internal static class Unknown
{
    private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(
        bytes => bytes,
        bytes => bytes
    );

    public static AsyncUnaryCall<byte[]> CallAsync(
        CallInvoker invoker,
        string service,
        string method,
        CallOptions options = default
    ) =>
        invoker.AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, service, method, s_bytes, s_bytes),
            null,
            options,
            []
        );
}
