using System.Reflection;

namespace Platform.ServiceDefaults;

/// <summary>This process as telemetry, tokens and messages name it.</summary>
public sealed class PlatformProcess(string name)
{
    /// <summary>The short name, as in <c>Identity:Name</c>: timeseries, stream, gateway …</summary>
    public string Name { get; } = name;

    public string Version { get; } =
        Assembly
            .GetEntryAssembly()
            ?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";

    /// <summary>Tells one run, or one replica, from another.</summary>
    public string InstanceId { get; } = Guid.NewGuid().ToString("N");
}
