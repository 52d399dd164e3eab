using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Platform.ClickHouse;
using Platform.TestKit;

namespace Platform.Benchmarks.Load;

/// <summary>The suite for one benchmark, with a client's way to each of its doors.</summary>
internal sealed class BenchSuite : SuiteFixture, IAsyncDisposable
{
    private const int WindowBytes = 2 << 20;
    private const int MessageBytesMax = 64 << 20;
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(4);

    private readonly List<GrpcChannel> _opened = [];
    private readonly Action<SuiteSettings>? _configure;

    private BenchSuite(Action<SuiteSettings>? configure, bool rollsUp)
    {
        _configure = configure;
        RollsUp = rollsUp;
    }

    /// <summary>Whether candles are rolled up.</summary>
    public bool RollsUp { get; }

    public ClickHouseClient Engine { get; private set; } = null!;

    public static async Task<BenchSuite> StartAsync(
        Action<SuiteSettings>? configure = null,
        bool rollsUp = true
    )
    {
        var suite = new BenchSuite(configure, rollsUp);
        await suite.InitializeAsync();
        suite.Engine = new ClickHouseClient(
            new ClickHouseOptions
            {
                Endpoints = [suite.ClickHouse.Address],
                User = "platform",
                PasswordFile = suite.ClickHousePasswordFile,
                Database = "trading_data",
            }
        );
        return suite;
    }

    /// <summary>A connection of its own, with windows that a stream of batches does not stall on.</summary>
    public CallInvoker Open(SuiteProcess process)
    {
        var channel = GrpcChannel.ForAddress(
            process.Address,
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    InitialHttp2StreamWindowSize = WindowBytes,
                    EnableMultipleHttp2Connections = true,
                },
                DisposeHttpClient = true,
                MaxReceiveMessageSize = MessageBytesMax,
                MaxSendMessageSize = MessageBytesMax,
            }
        );
        lock (_opened)
        {
            _opened.Add(channel);
        }
        return channel.CreateCallInvoker();
    }

    /// <summary>What a call to that process carries: the key at the gateway, a process's token elsewhere.</summary>
    public CallOptions Options(SuiteProcess process, CancellationToken cancellation = default) =>
        new(
            process.Name == Gateway.Name
                ? KeyHeaders
                : new Metadata { { "authorization", $"Bearer {MintToken()}" } },
            cancellationToken: cancellation
        );

    public async Task<long> CountAsync(string table = "ticks") =>
        (long)await Engine.QueryScalarAsync<ulong>($"SELECT count() FROM {table}");

    public new async ValueTask DisposeAsync()
    {
        foreach (var channel in _opened)
        {
            channel.Dispose();
        }
        if (Engine is not null)
        {
            await Engine.DisposeAsync();
        }
        await base.DisposeAsync();
    }

    protected override void Configure(SuiteSettings settings)
    {
        if (!RollsUp)
        {
            settings.Set("timeseries", "CandleRollup:Enabled", "false");
        }
        _configure?.Invoke(settings);
    }

    private string MintToken()
    {
        var now = DateTimeOffset.UtcNow;
        var header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
        var payload = Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                $$"""{"iss":"bench","sub":"bench","aud":"platform","iat":{{now.ToUnixTimeSeconds()}},"exp":{{(now + TokenLife).ToUnixTimeSeconds()}},"perms":["*"]}"""
            )
        );
        var key = Convert.FromBase64String(File.ReadAllText(IdentityKeyFile));
        var signature = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"{header}.{payload}"));
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }
}
