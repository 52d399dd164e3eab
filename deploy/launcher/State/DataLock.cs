using Platform.Launcher.Processes;

namespace Platform.Launcher.State;

/// <summary>
/// The right to run on a data directory. The kernel takes it back when its holder dies, so it is never
/// stale. Children don't inherit it.
/// </summary>
internal sealed class DataLock : IDisposable
{
    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    public static DataLock Take(SuiteLayout layout) => TryTake(layout) ?? throw Refusal(layout);

    /// <summary>Null when another launcher has it.</summary>
    public static DataLock? TryTake(SuiteLayout layout) =>
        LockedFile.TryOpen(layout.LockFile) is { } file ? new DataLock(file) : null;

    public void Dispose() => _file.Dispose();

    private static LaunchFailure Refusal(SuiteLayout layout)
    {
        var holder = RunState.Read(layout)?.Launcher.Pid;
        var who = holder is null ? "another process" : $"process {holder}";
        return new LaunchFailure(
            $"{who} already runs the suite on {layout.Data}: './platform status' shows it, './platform down' stops it"
        );
    }
}
