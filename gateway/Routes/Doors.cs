using Platform.ServiceDefaults;

namespace Platform.Gateway.Routes;

/// <summary>Endpoint metadata: calls go on to a service, after the gateway's own checks.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class ProxiedAttribute : Attribute;

internal static class Doors
{
    /// <summary>
    /// Whether a request needs no API key. The way to a service is an open door only as far as internal
    /// tokens go: its calls carry one to the service, which checks it.
    /// </summary>
    public static bool IsOpen(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && metadata.GetMetadata<OpenDoorAttribute>() is not null
        && metadata.GetMetadata<ProxiedAttribute>() is null;
}
