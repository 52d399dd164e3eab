using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Json;

namespace Platform.Gateway.Tests.Kit;

internal static class Settings
{
    /// <summary>A test says all its settings: those of the shipped files, beside the tests, are left out.</summary>
    public static void DropFiles(WebApplicationBuilder builder)
    {
        var sources = builder.Configuration.Sources;
        foreach (var file in sources.OfType<JsonConfigurationSource>().ToList())
        {
            sources.Remove(file);
        }
    }
}
