using System.Globalization;
using System.Text;

namespace Platform.ClickHouseHost.Engine;

/// <summary>
/// Makes the engine's memory of inserts true before the engine reads it. It notes an insert's deduplication token before it
/// gives the insert's part its name; killed in between, it would remember the token without the rows, and a
/// repeat would add nothing. A token whose part is not there is withdrawn, by the line the engine itself would write.
/// </summary>
/// <remarks>
/// A table's log has lines of operation (1: added, 2: dropped), part and token, separated by tabs. Part and token are
/// written under one lock, so a part that is named in the log has either its own directory or that of a part it was merged into.
/// </remarks>
internal static class InsertTokens
{
    private const char Added = '1';
    private const char Dropped = '2';

    /// <summary>To be called while no engine runs on the directory.</summary>
    /// <returns>How many tokens were withdrawn.</returns>
    /// <exception cref="StartException">A log can't be read or written.</exception>
    public static int WithdrawLost(string root)
    {
        var store = Path.Combine(root, "store");
        if (!Directory.Exists(store))
        {
            return 0;
        }

        var withdrawn = 0;
        foreach (var group in Directory.EnumerateDirectories(store))
        {
            foreach (var table in Directory.EnumerateDirectories(group))
            {
                try
                {
                    withdrawn += WithdrawLostOf(table);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    throw new StartException(
                        $"The log of inserts in '{table}' can't be mended: {error.Message}",
                        error
                    );
                }
            }
        }

        return withdrawn;
    }

    private static int WithdrawLostOf(string table)
    {
        var folder = Path.Combine(table, "deduplication_logs");
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var logs = Directory
            .EnumerateFiles(folder, "deduplication_log_*.txt")
            .OrderBy(NumberOf)
            .ToList();
        if (logs.Count == 0)
        {
            return 0;
        }

        CutTornLine(logs[^1]);
        var partOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in logs.SelectMany(File.ReadLines))
        {
            var fields = line.Split('\t');
            if (fields is [[Added], var part, var token])
            {
                partOf[token] = part;
            }
            else if (fields is [[Dropped], _, var gone])
            {
                partOf.Remove(gone);
            }
        }

        var parts = Directory
            .EnumerateDirectories(table)
            .Select(part => PartName.Parse(Path.GetFileName(part)))
            .OfType<PartName>()
            .ToLookup(part => part.Partition, StringComparer.Ordinal);
        var lost = new StringBuilder();
        var count = 0;
        foreach (var (token, name) in partOf)
        {
            if (
                PartName.Parse(name) is { } part
                && !parts[part.Partition].Any(other => other.Covers(part))
            )
            {
                lost.Append(Dropped).Append('\t').Append(name).Append('\t').Append(token);
                lost.Append('\n');
                count++;
            }
        }

        if (count > 0)
        {
            using var log = new FileStream(logs[^1], FileMode.Append, FileAccess.Write);
            log.Write(Encoding.UTF8.GetBytes(lost.ToString()));
            log.Flush(flushToDisk: true);
        }

        return count;
    }

    // After a loss of power a line may be there in part; what the engine wrote behind it could not be read.
    private static void CutTornLine(string log)
    {
        var bytes = File.ReadAllBytes(log);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole < bytes.Length)
        {
            using var file = new FileStream(log, FileMode.Open, FileAccess.Write);
            file.SetLength(whole);
        }
    }

    private static long NumberOf(string log) =>
        long.TryParse(
            Path.GetFileNameWithoutExtension(log).AsSpan("deduplication_log_".Length),
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;

    /// <summary>partition_first_last_level, and _mutation where there was one.</summary>
    private sealed record PartName(string Partition, long First, long Last)
    {
        public static PartName? Parse(string name) =>
            name.Split('_') is [var partition, var first, var last, var level, ..] fields
            && fields.Length <= 5
            && long.TryParse(first, CultureInfo.InvariantCulture, out var from)
            && long.TryParse(last, CultureInfo.InvariantCulture, out var through)
            && long.TryParse(level, CultureInfo.InvariantCulture, out _)
                ? new(partition, from, through)
                : null;

        public bool Covers(PartName other) => First <= other.First && Last >= other.Last;
    }
}
