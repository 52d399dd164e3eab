using Platform.Launcher.Processes;

namespace Platform.Launcher.Native;

/// <summary>One process at a time, across the machine.</summary>
internal static class FileGate
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static async Task<IDisposable> EnterAsync(
        string path,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        for (var waited = false; ; waited = true)
        {
            if (LockedFile.TryOpen(path) is { } file)
                return file;
            if (!waited)
                say($"waiting for another process that holds {path}");
            await Task.Delay(Poll, cancellation);
        }
    }
}
