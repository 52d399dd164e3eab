using System.CommandLine;
using Platform.Launcher.Backups;
using Platform.Launcher.Manifest;
using Platform.Launcher.Native;
using Platform.Launcher.Preflight;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.Commands;

internal static class UpCommand
{
    public static Command Create()
    {
        var detach = new Option<bool>("--detach", "-d")
        {
            Description = "Leave it running in the background; return when all is healthy",
        };
        // What --detach starts: the same run without a terminal.
        var daemon = new Option<bool>("--daemon") { Hidden = true };
        var data = CommonOptions.Data();
        var ports = CommonOptions.Ports();
        var manifest = CommonOptions.Manifest();
        var command = new Command(
            "up",
            "Start engines, services and the gateway; wait until all is healthy"
        )
        {
            detach,
            daemon,
            data,
            ports,
            manifest,
        };
        command.SetAction(
            async (result, cancellation) =>
            {
                var layout = result.Layout(data);
                var options = new SuiteOptions
                {
                    Layout = layout,
                    Ports = result.Choice(ports),
                    Manifest = TyeReader.Read(result.GetValue(manifest) ?? TyeReader.DefaultPath),
                    EnginesFolder = PackageCache.Engines.NodeModules,
                };
                layout.Create();
                RestoreMark.Refuse(layout);
                if (result.GetValue(daemon))
                    return await HoldAsync(options, PlainLine, _ => { }, cancellation);

                // Before anything is fetched or forked: the second start is refused at once.
                DataLock.Take(layout).Dispose();
                DiskCheck.Ensure(layout, options.MinFreeBytes);
                if (options.Manifest.UsesEngines)
                    await PackageCache.Engines.EnsureAsync(Terminal.Step, false, cancellation);
                return result.GetValue(detach)
                    ? await DetachedStart.RunAsync(
                        layout,
                        PassedOn(result, ports, manifest),
                        cancellation
                    )
                    : await HoldAsync(options, Terminal.Service, SuiteSummary.Print, cancellation);
            }
        );
        return command;
    }

    /// <summary>Starts the suite and keeps it until a signal asks for the end.</summary>
    private static async Task<int> HoldAsync(
        SuiteOptions options,
        Action<string, string> say,
        Action<SuiteLayout> whenHealthy,
        CancellationToken cancellation
    )
    {
        await using var suite = await Suite.StartAsync(options, say, cancellation);
        whenHealthy(options.Layout);
        var end = new TaskCompletionSource();
        await using var registration = cancellation.Register(() => end.TrySetResult());
        await end.Task;
        return 0;
    }

    /// <summary>The options that the background process gets as the user gave them.</summary>
    private static IReadOnlyList<string> PassedOn(
        ParseResult result,
        params IEnumerable<Option<string?>> options
    ) =>
        [
            .. options
                .Where(option => result.GetValue(option) is not null)
                .SelectMany(option => new[] { option.Name, result.GetValue(option)! }),
        ];

    private static void PlainLine(string process, string line) =>
        Console.WriteLine($"{process}: {line}");
}
