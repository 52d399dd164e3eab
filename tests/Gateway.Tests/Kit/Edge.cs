using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Platform.Gateway.Tests.Wire.V1;

namespace Platform.Gateway.Tests.Kit;

/// <summary>A gateway inside the test: the real one, on free ports, in front of the test's backends.</summary>
internal sealed class Edge : IAsyncDisposable
{
    private readonly List<GrpcChannel> _channels = [];

    private Edge(WebApplication app, RecordedLogs logs)
    {
        App = app;
        Logs = logs;
    }

    public WebApplication App { get; }

    public RecordedLogs Logs { get; }

    /// <summary>gRPC.</summary>
    public string Address => App.Urls.First();

    /// <summary>HTTP/1.1.</summary>
    public string HttpAddress => App.Urls.Last();

    public static Task<Edge> StartAsync(
        Workspace workspace,
        Backend backend,
        params string[] settings
    ) => StartAsync(workspace, [backend.Address], settings);

    /// <summary>Settings are "Section:Key=value" and win; an empty one takes its key out.</summary>
    public static async Task<Edge> StartAsync(
        Workspace workspace,
        string[] backends,
        params string[] settings
    )
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddGateway();
        Settings.DropFiles(builder);
        var values = new Dictionary<string, string?>
        {
            ["Listen:Url"] = "http://127.0.0.1:0",
            ["Listen:Http1Url"] = "http://127.0.0.1:0",
            ["Identity:KeyFile"] = workspace.KeyFile,
            ["Drain:Timeout"] = "00:02:00",
            ["Gateway:DrainGrace"] = "00:00:00.5",
            ["Gateway:ApiKeysFile"] = workspace.ApiKeysFile,
            ["Gateway:ApiKeysReload"] = "00:00:00.1",
            ["Gateway:Health:Interval"] = "00:00:00.1",
            ["Gateway:Health:Timeout"] = "00:00:10",
            [$"Gateway:Services:{WireService.Descriptor.FullName}"] = "Wire",
        };
        for (var i = 0; i < backends.Length; i++)
        {
            values[$"Peers:Wire:{i}"] = backends[i];
        }
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            if (parts[1].Length == 0)
            {
                values.Remove(parts[0]);
            }
            else
            {
                values[parts[0]] = parts[1];
            }
        }
        builder.Configuration.AddInMemoryCollection(values);
        var logs = new RecordedLogs();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddProvider(logs);
        var app = builder.Build();
        app.UseGateway();
        await app.StartAsync();
        return new Edge(app, logs);
    }

    public WireService.WireServiceClient Client(string? key = Workspace.Key) => new(Invoker(key));

    public CallInvoker Invoker(string? key = Workspace.Key, GrpcChannelOptions? options = null) =>
        Channel(options)
            .Intercept(headers =>
            {
                Metadata signed = [.. headers];
                if (key is not null)
                {
                    signed.Add("x-api-key", key);
                }
                return signed;
            });

    /// <summary>A connection of its own, without a key.</summary>
    public GrpcChannel Channel(GrpcChannelOptions? options = null)
    {
        var channel = GrpcChannel.ForAddress(Address, options ?? new GrpcChannelOptions());
        _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
