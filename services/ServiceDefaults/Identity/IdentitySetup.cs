using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

internal static class IdentitySetup
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<IdentityOptions>(IdentityOptions.Section);
        builder.Services.AddSingleton<SigningKey>();
        builder.Services.AddSingleton<TokenCheck>();
        builder.Services.AddSingleton(services => new TokenMint(
            services.GetRequiredService<SigningKey>(),
            services.GetRequiredService<PlatformProcess>(),
            services.GetRequiredService<IOptions<IdentityOptions>>(),
            services.GetRequiredService<TimeProvider>()
        ));
    }
}
