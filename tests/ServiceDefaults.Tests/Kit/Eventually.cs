using Grpc.Core;

namespace Platform.ServiceDefaults.Tests.Kit;

internal static class Eventually
{
    /// <summary>Waits until it is so, a minute at most.</summary>
    public static async Task BeTrueAsync(Func<bool> condition, string what)
    {
        var end = DateTime.UtcNow.AddSeconds(60);
        while (!condition())
        {
            DateTime.UtcNow.ShouldBeLessThan(end, what);
            await Task.Delay(10);
        }
    }

    /// <summary>The error a call ends with; fails when it succeeds.</summary>
    public static Task<RpcException> ErrorOf<T>(AsyncUnaryCall<T> call) =>
        Should.ThrowAsync<RpcException>(call.ResponseAsync);
}
