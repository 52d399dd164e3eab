using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults.Tests.Kit;

/// <summary>The probe as a process of its own, for what concerns the whole process: signals, exit codes, output.</summary>
internal static class ProbeProgram
{
    public static async Task<int> Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddPlatformDefaults("probe");
        builder.Services.AddSingleton<ProbeEvents>();
        var app = builder.Build();
        if (builder.Configuration["Ask"] == "early")
        {
            _ = app.Services.GetRequiredService<IOptions<GrpcOptions>>().Value;
        }
        app.MapPlatformDefaults();
        app.MapPlatformGrpcService<ProbeService>();
        return await app.RunPlatformAsync();
    }
}
