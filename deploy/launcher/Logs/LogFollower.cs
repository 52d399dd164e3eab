namespace Platform.Launcher.Logs;

/// <summary>Follows files as tail -F does: through rotation, and when one appears only later.</summary>
internal static class LogFollower
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs until cancelled; lines that are there at the start are not repeated.</summary>
    public static async Task RunAsync(
        IReadOnlyList<string> files,
        Action<string, string> show,
        CancellationToken cancellation
    )
    {
        var positions = files.ToDictionary(file => file, file => new FileInfo(file).Length);
        while (true)
        {
            foreach (var file in files)
                positions[file] = ShowNew(file, positions[file], show);
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <summary>Shows whole lines from a position on; returns where the next line starts.</summary>
    private static long ShowNew(string path, long position, Action<string, string> show)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length == position)
            return position;
        // Shorter than before: it was put aside and begun anew.
        var from = length < position ? 0 : position;
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        file.Seek(from, SeekOrigin.Begin);
        var bytes = new byte[length - from];
        file.ReadExactly(bytes);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        if (whole == 0)
            return from;
        foreach (var line in System.Text.Encoding.UTF8.GetString(bytes, 0, whole - 1).Split('\n'))
            show(path, line);
        return from + whole;
    }
}
