using System.Runtime.InteropServices;

namespace Platform.Launcher.Processes;

/// <summary>
/// Ctrl-C, SIGTERM and a closed terminal ask for an orderly end; a second one ends at once (the kernel
/// then takes the children along).
/// </summary>
internal sealed class ShutdownSignals : IDisposable
{
    private const int KilledExitCode = 137;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public ShutdownSignals()
    {
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
                signal => PosixSignalRegistration.Create(signal, Receive)
            ),
        ];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
            Environment.Exit(KilledExitCode);
        _source.Cancel();
    }
}
