namespace Platform.ServiceDefaults;

/// <summary>
/// Endpoint metadata: callers need no internal token here. For health, and for the gateway's own doors, which have keys of
/// their own.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenDoorAttribute : Attribute;
