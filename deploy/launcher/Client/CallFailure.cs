using Grpc.Core;

namespace Platform.Launcher.Client;

internal static class CallFailure
{
    /// <summary>Whether the same call may well succeed a little later: the service is restarting.</summary>
    public static bool IsPassing(RpcException problem) =>
        problem.StatusCode is StatusCode.Unavailable or StatusCode.Aborted
        // A connection cut in the middle of a stream comes as Internal or Unknown from the transport.
        || (
            problem.StatusCode is StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled
            && problem.Status.DebugException is IOException or HttpRequestException
        );

    public static LaunchFailure Final(string what, RpcException problem) =>
        new($"{what}: {problem.StatusCode}: {problem.Status.Detail}");
}
