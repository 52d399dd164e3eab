using System.Globalization;
using Platform.Launcher.Manifest;
using Platform.Launcher.Native;
using Platform.Launcher.Processes;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.Backups;

/// <summary>
/// Restores the store of a backup that lies in a data directory's own backups: only ClickHouse runs, so
/// nothing follows the log meanwhile, and the time-series program restores and compares, then ends.
/// </summary>
internal sealed class StoreRestore(SuiteLayout layout, TyeFile manifest, Action<string> say)
{
    private const string Engine = "clickhouse";
    private const string Tool = "timeseries";
    private double _said = -1;

    public async Task RunAsync(string backup, CancellationToken cancellation)
    {
        var options = new SuiteOptions
        {
            Layout = layout,
            Manifest = new TyeFile
            {
                Name = manifest.Name,
                Services = manifest.Services.FindAll(service => service.Name == Engine),
            },
            Ports = PortChoice.Free,
            EnginesFolder = await PackageCache.Engines.EnsureAsync(say, false, cancellation),
        };
        var plan = SuitePlan
            .From(manifest, options.Folders, PortChoice.Free)
            .Single(service => service.Name == Tool);
        await using var suite = await Suite.StartAsync(options, (_, _) => { }, cancellation);
        var environment = new Dictionary<string, string>(plan.Command.Environment)
        {
            ["ClickHouse__Endpoints__0"] = suite[Engine].Plan.Endpoints.Values.First().ToString(),
            ["Backups__Restore"] = backup,
        };
        var result = await Processes.Tool.RunAsync(
            plan.Command.File,
            plan.Command.Arguments,
            plan.Command.WorkingDirectory,
            environment,
            Tell,
            cancellation: cancellation
        );
        if (result.ExitCode != 0)
            throw new LaunchFailure(
                $"backup '{backup}' was not restored",
                [.. result.Lines.Where(line => !IsProgress(line)).TakeLast(5)]
            );
    }

    private static bool IsProgress(string line) =>
        line.StartsWith("progress ", StringComparison.Ordinal);

    private void Tell(string line)
    {
        if (
            !IsProgress(line)
            || line.Split(' ', 3) is not [_, var number, var stage]
            || !double.TryParse(number, CultureInfo.InvariantCulture, out var fraction)
            || fraction < _said + 0.1
        )
            return;
        _said = fraction;
        say(string.Create(CultureInfo.InvariantCulture, $"ClickHouse: {stage}, {fraction:P0}"));
    }
}
