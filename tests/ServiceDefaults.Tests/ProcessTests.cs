using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.TestKit;

namespace Platform.ServiceDefaults.Tests;

/// <summary>What only a process of its own can show.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory(
        "platform-process-"
    );

    public ProcessTests() => ProbeHost.WriteKey(KeyFile);

    private string KeyFile => Path.Combine(_directory.FullName, "key");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("--Ask=late")]
    [InlineData("--Ask=early")]
    public async Task A_wrong_setting_is_one_line_whenever_it_is_asked_for(string ask)
    {
        using var process = Start(0, "--Grpc:ReceiveBytesMax=1", ask);
        var (exitCode, stdout, stderr) = await process.EndAsync();
        stderr.ShouldBe("probe: Grpc:ReceiveBytesMax is '1': allowed is 65536 to 268435456\n");
        stdout.ShouldBeEmpty();
        exitCode.ShouldBe(78);
    }

    [Fact]
    public async Task An_address_of_another_machine_can_not_be_listened_on()
    {
        using var process = new ProbeProcess(
            "--Listen:Url=http://192.0.2.1:7999",
            $"--Identity:KeyFile={KeyFile}"
        );
        var (exitCode, _, stderr) = await process.EndAsync();
        stderr.ShouldBe(
            "probe: Listen:Url is 'http://192.0.2.1:7999': Cannot assign requested address\n"
        );
        exitCode.ShouldBe(69);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_drains_the_process_and_it_ends_well(string signal)
    {
        var port = Ports.Free();
        using var process = Start(port);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var health = new Health.HealthClient(channel);
        await UntilItAnswersAsync(health);
        // A process started with the signal ignored would never answer it.
        using var watch = health.Watch(new(), deadline: DateTime.UtcNow.AddMinutes(9));
        (await watch.ResponseStream.MoveNext()).ShouldBeTrue();

        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        (await watch.ResponseStream.MoveNext()).ShouldBeTrue();
        watch.ResponseStream.Current.Status.ShouldBe(
            HealthCheckResponse.Types.ServingStatus.NotServing
        );
        var (exitCode, _, stderr) = await process.EndAsync();
        exitCode.ShouldBe(0);
        stderr.ShouldBeEmpty();
    }

    private ProbeProcess Start(int port, params string[] settings) =>
        new([
            $"--Listen:Url=http://127.0.0.1:{port}",
            $"--Identity:KeyFile={KeyFile}",
            .. settings,
        ]);

    private static async Task UntilItAnswersAsync(Health.HealthClient health)
    {
        var patience = DateTime.UtcNow.AddMinutes(3);
        while (true)
        {
            try
            {
                await health.CheckAsync(new());
                return;
            }
            catch (RpcException) when (DateTime.UtcNow < patience)
            {
                await Task.Delay(100);
            }
        }
    }
}
