namespace Platform.Launcher.State;

/// <summary>The folders of one data directory.</summary>
internal sealed class SuiteLayout
{
    /// <summary>What is stored is the business of the suite's user only.</summary>
    public const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public SuiteLayout(string dataDirectory)
    {
        Data = Path.GetFullPath(dataDirectory);
    }

    /// <summary>--data, else PLATFORM_DATA, else .data in the checkout.</summary>
    public static SuiteLayout Of(string? dataOption)
    {
        var fromEnvironment = Environment.GetEnvironmentVariable("PLATFORM_DATA");
        return new SuiteLayout(
            dataOption
                ?? (fromEnvironment is { Length: > 0 } set ? set : null)
                ?? Path.Combine(Repository.Root, ".data")
        );
    }

    public string Data { get; }

    public string Run => Path.Combine(Data, "run");

    public string Secrets => Path.Combine(Data, "secrets");

    public string Logs => Path.Combine(Data, "logs");

    public string Engines => Path.Combine(Data, "engines");

    public string Backups => Path.Combine(Data, "backups");

    public string LockFile => Path.Combine(Run, "lock");

    public string StateFile => Path.Combine(Run, "state.json");

    public string LauncherLog => LogOf("launcher");

    /// <summary>What a detached launcher itself prints: nothing, unless it crashes.</summary>
    public string LauncherOutput => Path.Combine(Logs, "launcher.out");

    public string LogOf(string process) => Path.Combine(Logs, process + ".log");

    public void Create()
    {
        try
        {
            // One that is there already may be another's and hold more: only what is ours in it is closed.
            Directory.CreateDirectory(Data, OwnerOnly);
            foreach (var folder in new[] { Run, Logs, Engines, Backups, Secrets })
            {
                Directory.CreateDirectory(folder, OwnerOnly);
                File.SetUnixFileMode(folder, OwnerOnly);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LaunchFailure(
                $"the data directory {Data} can't be made: {problem.Message} Choose another with --data."
            );
        }
    }
}
