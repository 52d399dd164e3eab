using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Tests.Kit;

internal static class Errors
{
    public static Task<RpcException> ErrorOf<T>(AsyncUnaryCall<T> call) =>
        Should.ThrowAsync<RpcException>(call.ResponseAsync);

    public static Task<RpcException> ErrorOf(Task call) => Should.ThrowAsync<RpcException>(call);

    /// <summary>The error a stream ends with, whatever came before it.</summary>
    public static Task<RpcException> ErrorOf<T>(IAsyncStreamReader<T> stream) =>
        Should.ThrowAsync<RpcException>(async () =>
        {
            while (await stream.MoveNext(CancellationToken.None)) { }
        });

    public static void ShouldBe(this RpcException error, StatusCode code, ErrorReason reason)
    {
        error.StatusCode.ShouldBe(code, error.Status.Detail);
        error.Reason().ShouldBe(reason);
        error.Status.Detail.ShouldNotBeNullOrWhiteSpace();
    }
}
