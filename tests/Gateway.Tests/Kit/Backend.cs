using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Platform.ServiceDefaults;
using Ports = Platform.TestKit.Ports;

namespace Platform.Gateway.Tests.Kit;

/// <summary>The service behind the gateway, inside the test.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Backend(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public WireEvents Events => _app.Services.GetRequiredService<WireEvents>();

    public HealthRegistry Health => _app.Services.GetRequiredService<HealthRegistry>();

    public static async Task<Backend> StartAsync(
        Workspace workspace,
        string url = "http://127.0.0.1:0",
        params string[] settings
    )
    {
        var app = BackendProgram.Build([.. Arguments(workspace, url), .. settings]);
        await app.StartAsync();
        return new Backend(app);
    }

    public static string[] Arguments(Workspace workspace, string url) =>
        [
            $"--Listen:Url={url}",
            $"--Identity:KeyFile={workspace.KeyFile}",
            "--Logging:LogLevel:Default=Warning",
            "--Drain:Timeout=00:00:01",
        ];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>The same as a process, to be killed.</summary>
internal sealed class BackendProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BackendProcess(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    public string Address { get; }

    public static async Task<BackendProcess> StartAsync(Workspace workspace)
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        // Under the test host the program running is the host's: dotnet then runs this assembly.
        start.ArgumentList.Add(typeof(BackendProgram).Assembly.Location);
        foreach (var argument in Backend.Arguments(workspace, address))
        {
            start.ArgumentList.Add(argument);
        }
        var process = Process.Start(start)!;
        var backend = new BackendProcess(process, address);
        await Eventually.AnswersAsync(address);
        return backend;
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }
}
