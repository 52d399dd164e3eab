using System.Runtime.InteropServices;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// Keeps the .NET runtime's signal handlers across a call into libchdb. The engine installs its own handlers while it
/// boots, and opting out of them resets a list of signals to their defaults at the opt-out and at every connect,
/// whoever owned them. The runtime turns SIGSEGV into NullReferenceException and suspends threads with signal 34, so
/// losing either kills the process later, far from here.
/// </summary>
internal static unsafe partial class SignalGuard
{
    // A struct sigaction is 152 bytes on glibc x64; it is only carried, never read.
    private const int ActionSize = 256;
    private const int LastSignal = 34;
    private const int SigKill = 9;
    private const int SigStop = 19;

    // Long enough a budget that no collection is due while handlers are in flux: a collection signals every thread.
    private const long NoCollectionBudget = 4 * 1024 * 1024;

    public static void Run(Action action)
    {
        var saved = stackalloc byte[(LastSignal + 1) * ActionSize];
        var paused = GC.TryStartNoGCRegion(NoCollectionBudget);
        for (var signal = 1; signal <= LastSignal; signal++)
        {
            if (IsGuarded(signal))
            {
                _ = SigAction(signal, null, saved + (signal * ActionSize));
            }
        }

        try
        {
            action();
        }
        finally
        {
            for (var signal = 1; signal <= LastSignal; signal++)
            {
                if (IsGuarded(signal))
                {
                    _ = SigAction(signal, saved + (signal * ActionSize), null);
                }
            }

            if (
                paused
                && System.Runtime.GCSettings.LatencyMode == System.Runtime.GCLatencyMode.NoGCRegion
            )
            {
                GC.EndNoGCRegion();
            }
        }
    }

    // 32 and 33 belong to glibc and can't be asked for.
    private static bool IsGuarded(int signal) => signal is not (SigKill or SigStop or 32 or 33);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SigAction(int signal, byte* action, byte* previous);
}
