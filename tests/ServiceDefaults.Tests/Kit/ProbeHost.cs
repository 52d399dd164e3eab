using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Platform.ServiceDefaults.Tests.Probing;

namespace Platform.ServiceDefaults.Tests.Kit;

/// <summary>A process of the suite inside the test: real Kestrel on a free port, its own key file, one service.</summary>
internal sealed class ProbeHost : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly List<GrpcChannel> _channels = [];

    private ProbeHost(WebApplication app, DirectoryInfo directory, RecordedLogs logs)
    {
        App = app;
        _directory = directory;
        Logs = logs;
    }

    public WebApplication App { get; }

    public RecordedLogs Logs { get; }

    public string Address =>
        App.Urls.First().Replace("[::]", "127.0.0.1", StringComparison.Ordinal);

    public TokenMint Mint => App.Services.GetRequiredService<TokenMint>();

    public HealthRegistry Health => App.Services.GetRequiredService<HealthRegistry>();

    public ProbeEvents Events => App.Services.GetRequiredService<ProbeEvents>();

    /// <summary>Settings are "Section:Key=value" and come last, so they win.</summary>
    public static async Task<ProbeHost> StartAsync(
        IEnumerable<string>? settings = null,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        var host = Create(settings, configure);
        try
        {
            await host.App.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        return host;
    }

    public static ProbeHost Create(
        IEnumerable<string>? settings = null,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        var directory = Directory.CreateTempSubdirectory("platform-defaults-");
        var keyFile = Path.Combine(directory.FullName, "key");
        WriteKey(keyFile);
        var builder = WebApplication.CreateBuilder();
        var configuration = new Dictionary<string, string?>
        {
            ["Listen:Url"] = "http://127.0.0.1:0",
            ["Identity:KeyFile"] = keyFile,
        };
        foreach (var setting in settings ?? [])
        {
            var parts = setting.Split('=', 2);
            configuration[parts[0]] = parts[1];
        }
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.AddPlatformDefaults("probe");
        builder.Services.AddSingleton<ProbeEvents>();
        var logs = new RecordedLogs();
        builder.Logging.AddFilter<ConsoleLoggerProvider>(_ => false);
        builder.Logging.AddProvider(logs);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapPlatformDefaults();
        app.MapPlatformGrpcService<ProbeService>();
        return new ProbeHost(app, directory, logs);
    }

    public static void WriteKey(string path)
    {
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>A client with a token of these permissions, "*" when none are given.</summary>
    public Probe.ProbeClient Client(params string[] permissions) =>
        new(Invoker("tester", permissions is [] ? ["*"] : permissions));

    public CallInvoker Invoker(string subject, params string[] permissions)
    {
        var authorization = $"Bearer {Mint.Mint(subject, permissions)}";
        return Channel()
            .Intercept(headers =>
            {
                Metadata signed = [.. headers];
                signed.Add("authorization", authorization);
                return signed;
            });
    }

    /// <summary>A channel without any token.</summary>
    public GrpcChannel Channel(HttpMessageHandler? handler = null)
    {
        var channel = GrpcChannel.ForAddress(
            Address,
            new GrpcChannelOptions
            {
                HttpHandler = handler,
                DisposeHttpClient = handler is not null,
            }
        );
        _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await App.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
