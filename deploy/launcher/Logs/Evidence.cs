namespace Platform.Launcher.Logs;

/// <summary>The lines of a log that tell why a process ended.</summary>
internal static class Evidence
{
    private const int Lines = 12;
    private const int LinesSearched = 400;
    private const string Crash = "Unhandled exception";

    /// <summary>
    /// From byte <paramref name="from"/> on: a crash's own words without its stack, else the last lines.
    /// </summary>
    public static IReadOnlyList<string> In(string path, long from)
    {
        var lines = LogTail.Last(path, LinesSearched, from);
        var crash = lines
            .Select((line, n) => (line, n))
            .FirstOrDefault(x => x.line.Contains(Crash));
        return crash.line is null
            ? [.. lines.TakeLast(Lines)]
            :
            [
                .. lines
                    .Skip(crash.n)
                    .Where(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
                    .Take(Lines),
            ];
    }
}
