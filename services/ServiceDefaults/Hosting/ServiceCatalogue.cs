using Google.Protobuf.Reflection;

namespace Platform.ServiceDefaults;

/// <summary>The gRPC services this process has mapped. Filled while mapping, read while serving.</summary>
internal sealed class ServiceCatalogue
{
    private readonly List<ServiceDescriptor> _services = [];

    public IReadOnlyList<ServiceDescriptor> Services => _services;

    public void Add(ServiceDescriptor service) => _services.Add(service);

    public bool Has(string fullName) => _services.Exists(service => service.FullName == fullName);
}
