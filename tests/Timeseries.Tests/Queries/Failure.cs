using Google.Rpc;
using Grpc.Core;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tests.Queries;

/// <summary>What a failed call says to a program.</summary>
internal static class Failure
{
    public static ErrorInfo Info(this RpcException failure)
    {
        var bytes = failure.Trailers.GetValueBytes("grpc-status-details-bin").ShouldNotBeNull();
        var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        foreach (var detail in status.Details)
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                info.Domain.ShouldBe(PlatformErrors.Domain);
                return info;
            }
        }
        throw new InvalidOperationException($"No ErrorInfo in {failure.Status}.");
    }
}
