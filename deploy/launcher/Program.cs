using System.CommandLine;
using System.CommandLine.Help;
using Platform.Launcher;
using Platform.Launcher.Commands;

return await CommandLine.RunAsync(
    new Command(
        "./platform",
        "Runs the suite on this machine: starts it, feeds it, shows it, tests it."
    )
    {
        new HelpOption(),
        UpCommand.Create(),
        DownCommand.Create(),
        StatusCommand.Create(),
        LogsCommand.Create(),
        KeyCommand.Create(),
        SchemaCommand.Create(),
        ReplayCommand.Create(),
        FeedCommand.Create(),
        WatchCommand.Create(),
        TailCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        TestCommand.Create(),
        BenchCommand.Create(),
        DoctorCommand.Create(),
    },
    args
);
