using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Platform.Common.V1;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Platform.ServiceDefaults;

public static class ServiceMapping
{
    /// <summary>
    /// Maps a gRPC service, lists it for reflection and health, and holds each method to the permission that its
    /// contract names. A method of a platform package that names none is a mistake and stops the start.
    /// </summary>
    public static GrpcServiceEndpointConventionBuilder MapPlatformGrpcService<TService>(
        this IEndpointRouteBuilder endpoints
    )
        where TService : class
    {
        var service = DescriptorOf(typeof(TService));
        endpoints.ServiceProvider.GetRequiredService<ServiceCatalogue>().Add(service);
        var permissions = service.Methods.ToDictionary(method => method.Name, PermissionOf);
        var mapped = endpoints.MapGrpcService<TService>();
        mapped.Add(endpoint =>
        {
            var method = endpoint.Metadata.OfType<GrpcMethodMetadata>().FirstOrDefault()?.Method;
            if (method is not null && permissions.GetValueOrDefault(method.Name) is { } permission)
            {
                endpoint.Metadata.Add(new RequiredPermission(permission));
            }
        });
        return mapped;
    }

    /// <summary>
    /// Lists a service for reflection and health that this process passes on instead of serving it itself.
    /// </summary>
    public static void ListGrpcService(
        this IEndpointRouteBuilder endpoints,
        ServiceDescriptor service
    ) => endpoints.ServiceProvider.GetRequiredService<ServiceCatalogue>().Add(service);

    /// <summary>Generated code keeps a service's descriptor in the class that binds it.</summary>
    private static ServiceDescriptor DescriptorOf(Type type)
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.GetCustomAttribute<BindServiceMethodAttribute>(false) is { } bind)
            {
                return (ServiceDescriptor)
                    bind
                        .BindType.GetProperty(
                            "Descriptor",
                            BindingFlags.Public | BindingFlags.Static
                        )!
                        .GetValue(null)!;
            }
        }
        throw new InvalidOperationException(
            $"{type} does not derive from a generated service base."
        );
    }

    private static string? PermissionOf(MethodDescriptor method)
    {
        var options = method.GetOptions();
        if (options is not null && options.HasExtension(OptionsExtensions.Permission))
        {
            return options.GetExtension(OptionsExtensions.Permission);
        }
        return method.File.Package.StartsWith("platform.", StringComparison.Ordinal)
            ? throw new InvalidOperationException(
                $"{method.FullName} has no permission option in {method.File.Name}."
            )
            : null;
    }
}

/// <summary>Endpoint metadata: the permission a caller's token must hold.</summary>
internal sealed record RequiredPermission(string Name);
