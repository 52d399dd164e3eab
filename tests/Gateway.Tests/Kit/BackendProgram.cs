using Microsoft.AspNetCore.Builder;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Tests.Kit;

/// <summary>A service behind the gateway, in a process of its own so that it can be killed.</summary>
internal static class BackendProgram
{
    public static async Task<int> Main(string[] args) => await Build(args).RunPlatformAsync();

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddPlatformDefaults("wire");
        Settings.DropFiles(builder);
        builder.Services.AddWire();
        var app = builder.Build();
        app.MapPlatformDefaults();
        app.MapPlatformGrpcService<WireHandler>();
        return app;
    }
}
