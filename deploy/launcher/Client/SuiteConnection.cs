using System.CommandLine;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.Backup.V1;
using Platform.Launcher.Commands;
using Platform.Launcher.Secrets;
using Platform.Launcher.State;
using Platform.Schema.V1;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Client;

/// <summary>A client of the suite, through its gateway and with a key like any other.</summary>
internal sealed class SuiteConnection : IDisposable
{
    public const string KeyVariable = "PLATFORM_KEY";
    private const int WindowBytes = 2 * 1024 * 1024;
    private const int MessageBytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(15);
    private readonly GrpcChannel _channel;

    public SuiteConnection(Uri gateway, string key)
    {
        _channel = GrpcChannel.ForAddress(
            gateway,
            new GrpcChannelOptions
            {
                MaxReceiveMessageSize = MessageBytesMax,
                HttpHandler = new SocketsHttpHandler
                {
                    InitialHttp2StreamWindowSize = WindowBytes,
                    // A connection whose other end vanished must not look like a quiet market.
                    KeepAlivePingDelay = PingDelay,
                },
            }
        );
        Ticks = new TimeseriesService.TimeseriesServiceClient(_channel);
        Backups = new BackupService.BackupServiceClient(_channel);
        Schemas = new SchemaService.SchemaServiceClient(_channel);
        Transfers = new TransferService.TransferServiceClient(_channel);
        Headers = new Metadata { { "x-api-key", key } };
    }

    public TimeseriesService.TimeseriesServiceClient Ticks { get; }

    public BackupService.BackupServiceClient Backups { get; }

    public SchemaService.SchemaServiceClient Schemas { get; }

    public TransferService.TransferServiceClient Transfers { get; }

    /// <summary>Goes with every call.</summary>
    public Metadata Headers { get; }

    public void Dispose() => _channel.Dispose();

    /// <summary>The gateway of the suite that runs on this machine's data directory.</summary>
    public static SuiteConnection ToLocal(SuiteLayout layout)
    {
        var gateway = RunState.Read(layout) is { LauncherIsAlive: true } state
            ? state.Services.FirstOrDefault(service => service.Name == "gateway")
            : throw new LaunchFailure(
                $"nothing runs on {layout.Data}: './platform up --detach' starts the suite, --gateway names another"
            );
        return gateway is not null && gateway.Endpoints.TryGetValue("grpc", out var address)
            ? new SuiteConnection(new Uri(address), SuiteSecrets.ApiKey(layout))
            : throw new LaunchFailure(
                $"the suite on {layout.Data} has no gateway with a 'grpc' binding"
            );
    }

    /// <summary>--gateway with the key from PLATFORM_KEY, else the local suite with the local key.</summary>
    public static SuiteConnection Open(
        ParseResult result,
        Option<string?> data,
        Option<string?> gateway
    )
    {
        if (result.GetValue(gateway) is not { } address)
            return ToLocal(result.Layout(data));
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var url) || !url.Scheme.StartsWith("http")
        )
            throw new LaunchFailure(
                $"--gateway '{address}': an address such as http://127.0.0.1:7000 is needed"
            );
        var key =
            Environment.GetEnvironmentVariable(KeyVariable)
            ?? throw new LaunchFailure($"--gateway needs that suite's API key in {KeyVariable}");
        return new SuiteConnection(url, key);
    }

    public static Option<string?> GatewayOption() =>
        new("--gateway")
        {
            Description =
                $"Another suite's gateway, with its key in {KeyVariable} (default: the local suite)",
            HelpName = "URL",
        };
}
