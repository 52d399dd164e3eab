using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Platform.ServiceDefaults;

internal static class HealthSetup
{
    public static void AddHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton(services => new HealthRegistry(
            services.GetRequiredService<ServiceCatalogue>(),
            services.GetRequiredService<DrainToken>()
        ));
}
