using System.Diagnostics;
using System.Text;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Platform.TestKit;

namespace Platform.Interop.Kit;

/// <summary>The gateway's own program, with one route: to the test service.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private GatewayProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public static async Task<GatewayProcess> StartAsync(Secrets secrets, Uri service)
    {
        var (grpc, http) = (Ports.Free(), Ports.Free());
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        string[] arguments =
        [
            BuildPaths.Gateway,
            $"--Listen:Url=http://127.0.0.1:{grpc}",
            $"--Listen:Http1Url=http://127.0.0.1:{http}",
            $"--Identity:KeyFile={secrets.SigningKeyFile}",
            $"--Gateway:ApiKeysFile={secrets.ApiKeysFile}",
            "--Gateway:Services:grpc.testing.TestService=Interop",
            $"--Peers:Interop={service.GetLeftPart(UriPartial.Authority)}",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        var gateway = new GatewayProcess(
            Process.Start(start)!,
            new Uri($"http://127.0.0.1:{grpc}")
        );
        await gateway.WaitUntilItAnswersAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    /// <summary>Any answer will do: the other peers it knows of are not there.</summary>
    private async Task WaitUntilItAnswersAsync()
    {
        using var channel = GrpcChannel.ForAddress(Address);
        var health = new Health.HealthClient(channel);
        var patience = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            try
            {
                await health.CheckAsync(new HealthCheckRequest());
                return;
            }
            catch (Grpc.Core.RpcException away)
            {
                if (_process.HasExited || DateTime.UtcNow > patience)
                {
                    throw new InvalidOperationException(
                        $"The gateway does not answer.\n{Output()}",
                        away
                    );
                }
                await Task.Delay(100);
            }
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
