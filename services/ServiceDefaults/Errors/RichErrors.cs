using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Platform.Common.V1;
using RichStatus = Google.Rpc.Status;

namespace Platform.ServiceDefaults;

/// <summary>Between google.rpc.Status and what gRPC carries.</summary>
public static class RichErrors
{
    /// <summary>The trailer that carries google.rpc.Status.</summary>
    public const string Trailer = "grpc-status-details-bin";

    public static RpcException ToException(this RichStatus status) =>
        new(
            new Grpc.Core.Status((StatusCode)status.Code, status.Message),
            new Metadata { { Trailer, status.ToByteArray() } }
        );

    /// <summary>The google.rpc.Status a failed call brought; null when it brought none that can be read.</summary>
    public static RichStatus? RichStatus(this RpcException exception)
    {
        if (exception.Trailers.GetValueBytes(Trailer) is not { } bytes)
        {
            return null;
        }
        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Why a call to a process of the suite failed; null when that is not said.</summary>
    public static ErrorReason? Reason(this RpcException exception) =>
        exception.Info() is { Domain: PlatformErrors.Domain } info
            ? ErrorContracts.Parse(info.Reason)
            : null;

    /// <summary>One value of the error's metadata, or null.</summary>
    public static string? ReasonMetadata(this RpcException exception, string key) =>
        exception.Info() is { } info && info.Metadata.TryGetValue(key, out var value)
            ? value
            : null;

    private static ErrorInfo? Info(this RpcException exception)
    {
        foreach (var detail in exception.RichStatus()?.Details ?? [])
        {
            if (detail.TryUnpack<ErrorInfo>(out var info))
            {
                return info;
            }
        }
        return null;
    }
}
