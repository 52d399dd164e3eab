using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Platform.ClickHouse.Tests.OldServer;

/// <summary>clickhouse-server on free ports, in a directory that goes with it.</summary>
public sealed class OldServerFixture : IAsyncLifetime
{
    private const string Password = "an-old-secret";

    private readonly string _directory = Directory
        .CreateTempSubdirectory("clickhouse-old-")
        .FullName;
    private Process? _process;

    internal ClickHouseClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var http = FreePort();
        await File.WriteAllTextAsync(Path.Combine(_directory, "users.xml"), Users());
        await File.WriteAllTextAsync(Path.Combine(_directory, "config.xml"), Config(http));
        var start = new ProcessStartInfo(OldServerFactAttribute.Program)
        {
            ArgumentList = { $"--config-file={Path.Combine(_directory, "config.xml")}" },
            WorkingDirectory = _directory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Client = new(
            new()
            {
                Endpoints =
                [
                    new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}")),
                ],
                User = "default",
                Password = Password,
            }
        );
        await WaitReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        if (_process is not null)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
            _process.Dispose();
        }
        Directory.Delete(_directory, recursive: true);
    }

    private async Task WaitReadyAsync()
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(100))
        {
            try
            {
                await Client.PingAsync();
                return;
            }
            catch (ClickHouseException e) when (DateTime.UtcNow > deadline || _process!.HasExited)
            {
                var log = Path.Combine(_directory, "err");
                throw new InvalidOperationException(
                    $"{OldServerFactAttribute.Program} didn't come up: {(File.Exists(log) ? await File.ReadAllTextAsync(log) : "no log")}",
                    e
                );
            }
            catch (ClickHouseException)
            {
                // Not listening yet.
            }
        }
    }

    private string Config(int http) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <yandex>
              <logger><level>warning</level><log>{_directory}/log</log><errorlog>{_directory}/err</errorlog></logger>
              <http_port>{http}</http_port><tcp_port>{FreePort()}</tcp_port><interserver_http_port>{FreePort()}</interserver_http_port>
              <listen_host>127.0.0.1</listen_host>
              <path>{_directory}/data/</path><tmp_path>{_directory}/tmp/</tmp_path>
              <user_files_path>{_directory}/files/</user_files_path><format_schema_path>{_directory}/formats/</format_schema_path>
              <mark_cache_size>268435456</mark_cache_size>
              <users_config>{_directory}/users.xml</users_config>
              <default_profile>default</default_profile><default_database>default</default_database>
            </yandex>
            """
        );

    private static string Users() =>
        $"""
            <yandex>
              <profiles><default></default></profiles><quotas><default></default></quotas>
              <users><default>
                <password>{Password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota>
              </default></users>
            </yandex>
            """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
