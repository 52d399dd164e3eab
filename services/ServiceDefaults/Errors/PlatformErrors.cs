using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Platform.Common.V1;
using RichStatus = Google.Rpc.Status;

namespace Platform.ServiceDefaults;

/// <summary>
/// The one way to fail a call. The gRPC code comes from the reason's contract; caller sees the message, the reason, and
/// the metadata, so none of them may hold a secret.
/// </summary>
public static class PlatformErrors
{
    public const string Domain = "platform";

    /// <summary>Fails the call: <c>PlatformErrors.Throw(ErrorReason.UnknownSymbol, "…", ("symbol", symbol))</c>.</summary>
    [DoesNotReturn]
    public static void Throw(
        ErrorReason reason,
        string message,
        params ReadOnlySpan<(string Key, string Value)> metadata
    ) => throw Create(reason, message, metadata);

    /// <summary>Fails the call with INVALID_ARGUMENT, listing each field that is wrong and how to put it right.</summary>
    [DoesNotReturn]
    public static void ThrowInvalid(
        params ReadOnlySpan<(string Field, string Description)> violations
    ) => throw CreateInvalid(violations);

    /// <summary>Fails the call and tells the caller how long to wait before the next try.</summary>
    [DoesNotReturn]
    public static void ThrowRetryAfter(
        ErrorReason reason,
        TimeSpan delay,
        string message,
        params ReadOnlySpan<(string Key, string Value)> metadata
    )
    {
        var status = Status(reason, message, metadata);
        status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = delay.ToDuration() }));
        throw status.ToException();
    }

    /// <summary>As <see cref="Throw"/>, for a throw expression.</summary>
    public static RpcException Create(
        ErrorReason reason,
        string message,
        params ReadOnlySpan<(string Key, string Value)> metadata
    ) => Status(reason, message, metadata).ToException();

    /// <inheritdoc cref="ThrowInvalid"/>
    public static RpcException CreateInvalid(
        params ReadOnlySpan<(string Field, string Description)> violations
    )
    {
        var bad = new BadRequest();
        foreach (var (field, description) in violations)
        {
            bad.FieldViolations.Add(
                new BadRequest.Types.FieldViolation { Field = field, Description = description }
            );
        }
        var first =
            violations.Length > 0 ? $"{violations[0].Field}: {violations[0].Description}" : "";
        var more = violations.Length > 1 ? $" (and {violations.Length - 1} more)" : "";
        var status = Status(ErrorReason.InvalidArgument, first + more);
        status.Details.Add(Any.Pack(bad));
        return status.ToException();
    }

    /// <summary>The error as google.rpc.Status, for what is not thrown: rejected rows, plain HTTP.</summary>
    public static RichStatus Status(
        ErrorReason reason,
        string message,
        params ReadOnlySpan<(string Key, string Value)> metadata
    )
    {
        var info = new ErrorInfo { Domain = Domain };
        info.Reason = ErrorContracts.NameOf(reason);
        foreach (var (key, value) in metadata)
        {
            info.Metadata[key] = value;
        }
        return new RichStatus
        {
            Code = (int)ErrorContracts.CodeOf(reason),
            Message = message,
            Details = { Any.Pack(info) },
        };
    }
}
