using System.CommandLine;
using Platform.Launcher.Backups;
using Platform.Launcher.Manifest;
using Platform.Launcher.Preflight;
using Platform.Launcher.State;

namespace Platform.Launcher.Commands;

/// <summary>Makes a new data directory of a backup.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Backup = new("BACKUP")
    {
        Description = "A backup's name, or its directory",
        HelpName = "NAME|DIR",
    };

    private static readonly Option<string> Data = new("--data")
    {
        Description = "The new data directory; absent or empty",
        HelpName = "NEWDIR",
        Required = true,
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description =
            "The data directory a NAME is looked up in (default: PLATFORM_DATA, else .data)",
        HelpName = "DIR",
    };

    private static readonly Option<string?> LogFrom = new("--log-from")
    {
        Description =
            "Take the log of this data directory, which has more than the backup's copy of it",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command("restore", "Restore a backup into a new data directory")
        {
            Backup,
            Data,
            From,
            LogFrom,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, CancellationToken cancellation)
    {
        var backup = Find(result);
        var logFrom = result.GetValue(LogFrom) is { } other ? new SuiteLayout(other) : null;
        var run = new DataRestore(backup, new SuiteLayout(result.GetRequiredValue(Data)))
        {
            LogFrom = logFrom,
            Manifest = TyeReader.Read(TyeReader.DefaultPath),
            Say = Terminal.Step,
        };
        await run.RunAsync(cancellation);
        var data = result.GetRequiredValue(Data);
        Terminal.Good($"backup '{backup.Name}' is restored in {data}, its checksums compared");
        Terminal.Step(
            $"'./platform up --data {data}' starts it: what only the log has is stored then, under new secrets"
        );
        return 0;
    }

    private static BackupFiles Find(ParseResult result)
    {
        var name = result.GetRequiredValue(Backup);
        var named = new BackupFiles(
            Path.Combine(
                SuiteLayout.Of(result.GetValue(From) ?? result.GetValue(LogFrom)).Backups,
                name
            )
        );
        var backup = Directory.Exists(name) ? new BackupFiles(name) : named;
        return backup.IsFinished
            ? backup
            : throw new LaunchFailure(
                $"there is no backup in {backup.Directory}: './platform backup --list' lists them, --from DIR looks elsewhere"
            );
    }
}
