using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Platform.Gateway.Routes;

/// <summary>The descriptors of the services behind the gateway, from the contracts it was built with.</summary>
internal static class ReflectedServices
{
    /// <summary>Services the gateway routes but has no contract of are left out.</summary>
    public static IEnumerable<ServiceDescriptor> Of(IEnumerable<string> names)
    {
        var known = new[]
        {
            Backup.V1.BackupReflection.Descriptor,
            Schema.V1.SchemaReflection.Descriptor,
            Stream.V1.StreamReflection.Descriptor,
            Timeseries.V1.TimeseriesReflection.Descriptor,
        }
            .SelectMany(file => file.Services)
            .ToDictionary(service => service.FullName, StringComparer.Ordinal);
        return names.Where(known.ContainsKey).Select(name => known[name]);
    }
}
