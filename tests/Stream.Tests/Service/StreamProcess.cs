using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.ServiceDefaults;
using Platform.Stream.V1;

namespace Platform.Stream.Tests.Service;

/// <summary>
/// The stream service as the process it is, on a port and a directory of its own, with a client
/// that may do everything.
/// </summary>
internal sealed class StreamProcess : IAsyncDisposable
{
    // Under strace, on a busy machine, a start takes long.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private readonly TempDirectory _directory = new();
    private readonly List<string> _arguments = [];
    private readonly StringBuilder _output = new();
    private readonly WebApplication _client;
    private Process? _process;

    public StreamProcess(params string[] arguments)
        : this(null, arguments) { }

    public StreamProcess(string? logPath, string[] arguments)
    {
        LogPath = logPath ?? System.IO.Path.Join(_directory.Path, "log");
        Url = $"http://127.0.0.1:{FreePort()}";
        KeyFile = WriteKey();
        _arguments.AddRange([
            $"--Listen:Url={Url}",
            $"--Identity:KeyFile={KeyFile}",
            $"--Stream:Path={LogPath}",
            .. arguments,
        ]);
        _client = CreateClient();
        var channels = _client.Services.GetRequiredService<PeerChannels>();
        Channel = channels.Channel("Stream");
        Client = new StreamService.StreamServiceClient(channels.Invoker("Stream"));
    }

    public string LogPath { get; }

    public string Url { get; }

    public string KeyFile { get; }

    public StreamService.StreamServiceClient Client { get; }

    public ChannelBase Channel { get; }

    public int Id => Running.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private Process Running =>
        _process ?? throw new InvalidOperationException("Start the process first.");

    public static async Task<StreamProcess> StartNewAsync(params string[] arguments)
    {
        var process = new StreamProcess(arguments);
        try
        {
            await process.StartAsync();
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        return process;
    }

    /// <summary>Starts the process and waits until it serves.</summary>
    public async Task StartAsync(string? under = null)
    {
        Launch(under);
        using var patience = new CancellationTokenSource(s_patience);
        var health = new Health.HealthClient(Channel);
        while (true)
        {
            if (Running.HasExited)
            {
                throw new InvalidOperationException($"The process ended: {Output}");
            }
            try
            {
                var answer = await health.CheckAsync(
                    new HealthCheckRequest { Service = "stream" },
                    cancellationToken: patience.Token
                );
                if (answer.Status == HealthCheckResponse.Types.ServingStatus.Serving)
                {
                    return;
                }
            }
            catch (RpcException) when (!patience.IsCancellationRequested) { }
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Starts a process that is expected to end by itself.</summary>
    public async Task<(int ExitCode, string Output)> RunToEndAsync()
    {
        Launch(under: null);
        using var patience = new CancellationTokenSource(s_patience);
        await Running.WaitForExitAsync(patience.Token);
        return (Running.ExitCode, Output);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as the launcher stops it; answers the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{Running.Id}"]))
        {
            await kill.WaitForExitAsync();
        }
        using var patience = new CancellationTokenSource(s_patience);
        await Running.WaitForExitAsync(patience.Token);
        return Running.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        await _client.DisposeAsync();
        _directory.Dispose();
    }

    private void Launch(string? under)
    {
        var program = System.IO.Path.Join(AppContext.BaseDirectory, "Platform.Stream.dll");
        string[] command = under is null ? ["dotnet"] : [.. under.Split(' '), "dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], program, .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _directory.Path,
        };
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private WebApplication CreateClient()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Listen:Url"] = "http://127.0.0.1:0",
                ["Identity:KeyFile"] = KeyFile,
                ["Peers:Stream"] = Url,
                ["Logging:LogLevel:Default"] = "None",
            }
        );
        builder.AddPlatformDefaults("test");
        builder.AddPeer("Stream");
        return builder.Build();
    }

    private string WriteKey()
    {
        var path = System.IO.Path.Join(_directory.Path, "key");
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        return path;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
