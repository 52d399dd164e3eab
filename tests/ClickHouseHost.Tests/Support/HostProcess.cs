using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Platform.TestKit;

namespace Platform.ClickHouseHost.Tests.Support;

/// <summary>The real host as a process of its own, on a free port and a directory that goes with it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    public const string User = "platform";
    public const string Password = "it's 'quoted' \\ pass";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly ConcurrentQueue<string> output = new();
    private readonly string folder;
    private readonly bool ownsFolder;
    private readonly string library;
    private readonly string[] options;
    private Process process;
    private int starts;

    private HostProcess(string? folder, string library, string[] options)
    {
        ownsFolder = folder is null;
        this.folder = folder ?? Directory.CreateTempSubdirectory("clickhouse-host-").FullName;
        this.library = library;
        this.options = options;
        Port = Ports.Free();
        File.WriteAllText(Path.Combine(this.folder, "password"), Password + "\n");
        process = Spawn();
        Client = new Client(Url, User, Password);
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public string Folder => folder;

    public string DataFolder => Path.Combine(folder, "data");

    public int Id => process.Id;

    public Client Client { get; }

    /// <summary>What it wrote to standard output and standard error, line by line.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>Starts a host and waits until it answers and has said all there is to say about its start.</summary>
    public static async Task<HostProcess> StartAsync(params string[] options)
    {
        var host = new HostProcess(null, await NodePackages.ChdbLibraryAsync(), options);
        await host.WaitUntilReadyAsync();
        return host;
    }

    /// <summary>Starts a host that is expected to end by itself, and waits for that.</summary>
    public static async Task<HostProcess> StartAndEndAsync(string? folder, params string[] options)
    {
        var host = new HostProcess(folder, await NodePackages.ChdbLibraryAsync(), options);
        using var limit = new CancellationTokenSource(StartLimit);
        await host.process.WaitForExitAsync(limit.Token);
        return host;
    }

    public int ExitCode => process.ExitCode;

    public async Task WaitUntilReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (process.HasExited || clock.Elapsed > StartLimit)
            {
                throw new InvalidOperationException(
                    $"The host did not start:\n{string.Join('\n', output)}"
                );
            }

            try
            {
                var reply = await Client.PingAsync();
                if (reply == "Ok.\n" && output.Count(IsLastOfStart) >= starts)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }
    }

    private static bool IsLastOfStart(string line) =>
        line.Contains("listening on", StringComparison.Ordinal);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts again on the same directory and port.</summary>
    public async Task RestartAsync()
    {
        process.Dispose();
        process = Spawn();
        await WaitUntilReadyAsync();
    }

    public void SendSignal(string name)
    {
        using var kill = Process.Start(
            "kill",
            ["-" + name, process.Id.ToString(CultureInfo.InvariantCulture)]
        );
        kill.WaitForExit();
    }

    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        await process.WaitForExitAsync(cancellation.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        if (ownsFolder)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Process Spawn()
    {
        starts++;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Platform.ClickHouseHost.dll"),
            $"--Listen:Url={Url}",
            $"--Host:Path={DataFolder}",
            $"--Host:Library={library}",
            $"--Host:PasswordFile={Path.Combine(folder, "password")}",
            .. options,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var spawned = Process.Start(start)!;
        spawned.OutputDataReceived += (_, line) => Keep(line.Data);
        spawned.ErrorDataReceived += (_, line) => Keep(line.Data);
        spawned.BeginOutputReadLine();
        spawned.BeginErrorReadLine();
        return spawned;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            output.Enqueue(line);
        }
    }
}
