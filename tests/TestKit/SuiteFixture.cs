using Grpc.Core;
using Grpc.Net.Client;
using Platform.Launcher;
using Platform.Launcher.Manifest;
using Platform.Launcher.Native;
using Platform.Launcher.Secrets;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;
using Xunit;

namespace Platform.TestKit;

/// <summary>
/// The whole suite, real, on free ports and a data directory of its own. Share one in a test assembly:
/// <c>[CollectionDefinition("suite")] public sealed class SuiteCollection : ICollectionFixture&lt;SuiteFixture&gt;;</c>
/// Derive and override <see cref="Configure"/> where other settings are needed.
/// </summary>
public class SuiteFixture : IAsyncLifetime
{
    private const int MessageBytesMax = 64 * 1024 * 1024;

    // Millions of rows are inserted by it too.
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(10) };
    private readonly List<GrpcChannel> _channels = [];
    private readonly Lock _gate = new();
    private Suite? _suite;
    private bool _ownsData;

    public SuiteProcess ClickHouse => this["clickhouse"];

    public SuiteProcess Stream => this["stream"];

    public SuiteProcess Timeseries => this["timeseries"];

    public SuiteProcess Gateway => this["gateway"];

    public IReadOnlyList<SuiteProcess> Processes =>
        [.. Running.Services.Select(one => new SuiteProcess(one))];

    public SuiteProcess this[string process] => new(Running[process]);

    public string DataDirectory => Running.Layout.Data;

    public string ApiKey => SuiteSecrets.ApiKey(Running.Layout);

    /// <summary>The suite's signing key, for a test that calls a service without the gateway.</summary>
    public string IdentityKeyFile => Path.Combine(Running.Layout.Secrets, "identity.key");

    public string ClickHousePasswordFile =>
        Path.Combine(Running.Layout.Secrets, "clickhouse.password");

    /// <summary>Headers of a call with the local key.</summary>
    public Metadata KeyHeaders => new() { { "x-api-key", ApiKey } };

    private Suite Running =>
        _suite
        ?? throw new InvalidOperationException(
            "the suite is not started: is this a fixture of a collection?"
        );

    /// <summary>A channel to the gateway; closed with the fixture.</summary>
    public GrpcChannel OpenGateway() => OpenChannel(Gateway.Address);

    public GrpcChannel OpenChannel(Uri address)
    {
        var channel = GrpcChannel.ForAddress(
            address,
            new GrpcChannelOptions { MaxReceiveMessageSize = MessageBytesMax }
        );
        lock (_gate)
            _channels.Add(channel);
        return channel;
    }

    /// <summary>Asks ClickHouse directly; the answer as tab-separated lines, without the last line's end.</summary>
    public async Task<string> QueryClickHouseAsync(string sql)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ClickHouse.Address)
        {
            Content = new StringContent(sql),
        };
        var password = await File.ReadAllTextAsync(ClickHousePasswordFile);
        request.Headers.Add("X-ClickHouse-User", "platform");
        request.Headers.Add("X-ClickHouse-Key", password.Trim());
        request.Headers.Add("X-ClickHouse-Database", "trading_data");
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.TrimEnd('\n')
            : throw new InvalidOperationException($"ClickHouse: {text}");
    }

    public async Task InitializeAsync()
    {
        var settings = new SuiteSettings();
        Configure(settings);
        _ownsData = settings.DataDirectory is null;
        var data =
            settings.DataDirectory ?? Directory.CreateTempSubdirectory("platform-suite-").FullName;
        try
        {
            _suite = await Suite.StartAsync(
                await OptionsAsync(settings, data),
                (_, _) => { },
                settings.StartCancellation
            );
        }
        catch (LaunchFailure failure)
        {
            throw new InvalidOperationException(
                $"the suite can't be started: {failure.Message}\n{string.Join('\n', failure.Evidence)}",
                failure
            );
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        if (_suite is null)
            return;
        await _suite.DisposeAsync();
        if (!_ownsData)
            return;
        // PLATFORM_KEEP_DATA=1 leaves the data and the logs of a run to look at.
        if (Environment.GetEnvironmentVariable("PLATFORM_KEEP_DATA") == "1")
            Console.WriteLine($"The suite's data stays in {_suite.Layout.Data}.");
        else
            Directory.Delete(_suite.Layout.Data, recursive: true);
    }

    /// <summary>For fixtures that want other settings.</summary>
    protected virtual void Configure(SuiteSettings settings) { }

    private static async Task<SuiteOptions> OptionsAsync(SuiteSettings settings, string data) =>
        new()
        {
            Layout = new SuiteLayout(data),
            EnginesFolder = await PackageCache.Engines.EnsureAsync(Console.WriteLine),
            Ports = PortChoice.Free,
            Environment = settings.Environment(),
            Supervision = new SupervisionOptions
            {
                StartMax = settings.StartMax,
                // A test that kills often should not wait ever longer.
                BackOffFirst = TimeSpan.FromMilliseconds(100),
                BackOffMax = TimeSpan.FromSeconds(1),
            },
        };
}
