namespace Platform.Launcher;

/// <summary>
/// What stops a command, in one line that says what is wrong and what to do. <see cref="Evidence"/>
/// is printed below it: the last lines of a log, a compiler's output.
/// </summary>
internal sealed class LaunchFailure(string line, IReadOnlyList<string>? evidence = null)
    : Exception(line)
{
    public IReadOnlyList<string> Evidence { get; } = evidence ?? [];
}
