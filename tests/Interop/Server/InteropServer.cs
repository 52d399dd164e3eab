using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Interop.Kit;
using Platform.ServiceDefaults;

namespace Platform.Interop.Server;

/// <summary>A process of the suite as all are, whose one service is the test service.</summary>
internal sealed class InteropServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private InteropServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public string Authorization =>
        $"Bearer {_app.Services.GetRequiredService<TokenMint>().Mint("interop", ["*"])}";

    public static async Task<InteropServer> StartAsync(Secrets secrets)
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddPlatformDefaults("interop");
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Listen:Url"] = "http://127.0.0.1:0",
                ["Identity:KeyFile"] = secrets.SigningKeyFile,
            }
        );
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPlatformDefaults();
        app.Use(
            (context, next) =>
            {
                var flags = new FrameFlags();
                context.Features.Set(flags);
                context.Request.Body = new WatchedStream(context.Request.Body, flags);
                return next(context);
            }
        );
        app.MapPlatformGrpcService<InteropService>();
        await app.StartAsync();
        return new InteropServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
