using System.Text;

namespace Platform.Launcher.Logs;

internal static class LogTail
{
    private const int BytesRead = 64 * 1024;

    /// <summary>The last lines of a file, from its last 64 KiB and not from before byte <paramref name="from"/>.</summary>
    public static IReadOnlyList<string> Last(string path, int lines, long from = 0)
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        // A file shorter than that was put aside and begun anew since.
        var start = from > file.Length ? 0 : from;
        file.Seek(Math.Max(start, file.Length - BytesRead), SeekOrigin.Begin);
        using var reader = new StreamReader(file, Encoding.UTF8);
        var all = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        return all is [""] ? [] : all[^Math.Min(lines, all.Length)..];
    }
}
