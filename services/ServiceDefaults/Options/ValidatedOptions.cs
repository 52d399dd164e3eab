using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

public static class ValidatedOptions
{
    /// <summary>
    /// Binds a configuration section to an options class and checks it when the process starts. Bounds are the class's
    /// data annotations, also of nested classes; rules across properties go into IValidatableObject. A key the
    /// class does not have is an error too. Each failure is one line: the key, the value, what is allowed. Adding the
    /// same class again changes nothing.
    /// </summary>
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions>(
        this IServiceCollection services,
        string section
    )
        where TOptions : class
    {
        if (services.Any(service => service.ImplementationInstance is OptionsRules<TOptions>))
        {
            return services.AddOptions<TOptions>();
        }
        services.AddSingleton<IValidateOptions<TOptions>>(new OptionsRules<TOptions>(section));
        return services
            .AddOptions<TOptions>()
            .Configure<IConfiguration>(
                (options, configuration) =>
                    OptionsBinding.Bind(configuration.GetSection(section), options)
            )
            .ValidateOnStart();
    }
}
