namespace Grpc.Core;

/// <summary>What of a parent call goes on to its child calls.</summary>
public class ContextPropagationOptions(
    bool propagateDeadline = true,
    bool propagateCancellation = true
)
{
    public static readonly ContextPropagationOptions Default = new();

    public bool IsPropagateDeadline { get; } = propagateDeadline;

    public bool IsPropagateCancellation { get; } = propagateCancellation;
}

/// <summary>Made by the server from a call, given to a client call; opaque in between.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken() { }
}
