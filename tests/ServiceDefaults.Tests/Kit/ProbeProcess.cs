using System.Diagnostics;

namespace Platform.ServiceDefaults.Tests.Kit;

/// <summary>A started <see cref="ProbeProgram"/>.</summary>
internal sealed class ProbeProcess : IDisposable
{
    private readonly Process _process;

    public ProbeProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(ProbeProgram).Assembly.Location, .. arguments]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    /// <summary>Waits for the end; three minutes at most.</summary>
    public async Task<(int ExitCode, string Stdout, string Stderr)> EndAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var kill = timeout.Token.Register(() => _process.Kill());
        var stdout = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var stderr = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        await _process.WaitForExitAsync(CancellationToken.None);
        timeout.IsCancellationRequested.ShouldBeFalse("the process does not end");
        return (_process.ExitCode, await stdout, await stderr);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
