using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Platform.Schema.Service.Calls;
using Platform.Schema.Service.Runs;
using Platform.ServiceDefaults;

namespace Platform.Schema.Service;

public static class SchemaSetup
{
    /// <summary>The schema service of one store; <see cref="SchemaStart"/> is for the store's own start to call.</summary>
    public static IServiceCollection AddSchemaService<TStore>(this IServiceCollection services)
        where TStore : class, ISchemaStore
    {
        // Reading the definitions takes a while, and something else always has to be waited for first.
        _ = Task.Run(() => Catalogue.Shipped);
        services.AddValidatedOptions<SchemaOptions>(SchemaOptions.Section);
        services.AddSingleton<ISchemaStore, TStore>();
        services.AddSingleton(_ => Catalogue.Shipped);
        services.AddSingleton<PackVersions>();
        services.AddSingleton<SchemaPlanner>();
        services.AddSingleton<SchemaRunner>();
        services.AddSingleton<DefinitionCalls>();
        services.AddSingleton<StatusCalls>();
        services.AddSingleton<RunCalls>();
        services.AddSingleton(provider => new SchemaStart(
            provider.GetRequiredService<ISchemaStore>(),
            provider.GetRequiredService<SchemaPlanner>(),
            provider.GetRequiredService<PackVersions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<SchemaOptions>>(),
            provider.GetRequiredService<ILogger<SchemaStart>>()
        ));
        return services;
    }

    public static IEndpointConventionBuilder MapSchemaService(
        this IEndpointRouteBuilder endpoints
    ) => endpoints.MapPlatformGrpcService<SchemaHandler>();
}
