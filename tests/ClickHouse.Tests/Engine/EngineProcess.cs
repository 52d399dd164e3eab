using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text;

namespace Platform.ClickHouse.Tests.Engine;

/// <summary>The ClickHouse host as a process of its own, on a free port and in a directory that goes with it.</summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly string _directory;

    private EngineProcess(Process process, string directory, Uri address, string password)
    {
        _process = process;
        _directory = directory;
        Address = address;
        Password = password;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public string Password { get; }

    public static async Task<EngineProcess> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("clickhouse-driver-").FullName;
        var password = Guid.NewGuid().ToString("N");
        var passwordFile = Path.Combine(directory, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        var address = new Uri(
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}")
        );
        var start = new ProcessStartInfo(
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                ? Environment.ProcessPath
                : "dotnet"
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                HostProgram(),
                $"--Host:Path={Path.Combine(directory, "data")}",
                $"--Host:Library={Library()}",
                $"--Host:PasswordFile={passwordFile}",
                $"--Listen:Url={address.GetLeftPart(UriPartial.Authority)}",
            },
        };
        var engine = new EngineProcess(Process.Start(start)!, directory, address, password);
        await engine.WaitReadyAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task WaitReadyAsync()
    {
        using var http = new HttpClient();
        var deadline = DateTime.UtcNow.AddSeconds(120);
        while (DateTime.UtcNow < deadline && !_process.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/ping"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(100);
        }
        var state = _process.HasExited
            ? $"exited with {_process.ExitCode}"
            : "didn't answer within 120 s";
        await DisposeAsync();
        throw new InvalidOperationException($"The ClickHouse host {state}:\n{_output}");
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private static string HostProgram() =>
        typeof(EngineProcess)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ClickHouseHost")
            .Value!;

    // The test runner names the library; run by hand, the newest one that was ever fetched will do.
    private static string Library()
    {
        if (Environment.GetEnvironmentVariable("PLATFORM_CHDB_LIBRARY") is { Length: > 0 } named)
        {
            return named;
        }
        var cache = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".cache/platform/engines"
        );
        var fetched = Directory.Exists(cache)
            ? Directory
                .GetFiles(cache, "libchdb.so", SearchOption.AllDirectories)
                .OrderByDescending(File.GetLastWriteTimeUtc)
                .FirstOrDefault()
            : null;
        return fetched
            ?? throw new InvalidOperationException(
                "There is no ClickHouse to test against: run through './platform test', name libchdb.so in PLATFORM_CHDB_LIBRARY, "
                    + "or a running server in PLATFORM_CLICKHOUSE_ENDPOINT."
            );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
