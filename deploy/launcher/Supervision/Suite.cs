using System.Globalization;
using Platform.Launcher.Logs;
using Platform.Launcher.Manifest;
using Platform.Launcher.Preflight;
using Platform.Launcher.Processes;
using Platform.Launcher.Secrets;
using Platform.Launcher.State;

namespace Platform.Launcher.Supervision;

/// <summary>
/// The running suite on one data directory. It holds the directory's lock and the processes; disposing
/// it stops them in the reverse order of their start.
/// </summary>
internal sealed class Suite : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoVariables = [];
    private readonly DataLock _lock;
    private readonly RotatingLog _log;
    private readonly StateRecorder _recorder;
    private readonly Action<string, string> _say;
    private bool _stopped;

    private Suite(SuiteOptions options, DataLock dataLock, Action<string, string> say)
    {
        _lock = dataLock;
        _say = say;
        _log = new RotatingLog(options.Layout.LauncherLog);
        _recorder = new StateRecorder(options.Layout, problem => Say("launcher", problem));
        Layout = options.Layout;
    }

    public SuiteLayout Layout { get; }

    public IReadOnlyList<SupervisedService> Services { get; private set; } = [];

    public SupervisedService this[string name] =>
        Services.FirstOrDefault(service => service.Name == name)
        ?? throw new ArgumentException($"no service is called '{name}'", nameof(name));

    /// <summary>
    /// Starts everything and returns when all of it is healthy. On failure or cancellation whatever was
    /// started is stopped again. <paramref name="say"/> hears (process, line) of each change.
    /// </summary>
    public static async Task<Suite> StartAsync(
        SuiteOptions options,
        Action<string, string> say,
        CancellationToken cancellation = default
    )
    {
        options.Layout.Create();
        var suite = new Suite(options, DataLock.Take(options.Layout), say);
        try
        {
            await suite.StartServicesAsync(options, cancellation);
            return suite;
        }
        catch (Exception problem)
        {
            await suite.StopAsync(problem);
            throw;
        }
    }

    public ValueTask DisposeAsync() => new(StopAsync(null));

    private async Task StartServicesAsync(SuiteOptions options, CancellationToken cancellation)
    {
        await Leftovers.EndAsync(
            Layout,
            options.Supervision.StopGrace,
            line => Say("launcher", line)
        );
        DiskCheck.Ensure(Layout, options.MinFreeBytes);
        var plans = SuitePlan.From(options.Manifest, options.Folders, options.Ports);
        BuildCheck.Ensure(plans);
        PortCheck.Ensure(plans);
        SuiteSecrets.Ensure(Layout);

        Services = [.. plans.Select(plan => Supervise(plan, options))];
        _recorder.Record(SuitePhase.Starting, Services);
        foreach (var service in Services)
            service.Start(Task.WhenAll(service.Plan.Needs.Select(need => this[need].FirstHealthy)));
        await FirstHealthyOfAllAsync().WaitAsync(cancellation);
        _recorder.Record(SuitePhase.Running, Services);
    }

    /// <summary>Fails as soon as one fails, without waiting for the slower ones.</summary>
    private async Task FirstHealthyOfAllAsync()
    {
        await foreach (var done in Task.WhenEach(Services.Select(service => service.FirstHealthy)))
            await done;
    }

    private SupervisedService Supervise(ServicePlan plan, SuiteOptions options)
    {
        var environment = new Dictionary<string, string>(plan.Command.Environment);
        foreach (
            var (name, value) in options.Environment.GetValueOrDefault(plan.Name) ?? NoVariables
        )
            environment[name] = value;
        return new SupervisedService(
            plan with
            {
                Command = plan.Command with { Environment = environment },
            },
            new RotatingLog(Layout.LogOf(plan.Name)),
            options.Supervision,
            OnChange
        );
    }

    private void OnChange(SupervisedService service, string line)
    {
        Say(service.Name, line);
        _recorder.Record(Services);
    }

    private void Say(string process, string line)
    {
        _log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process}: {line}"));
        _say(process, line);
    }

    private async Task StopAsync(Exception? cause)
    {
        if (_stopped)
            return;
        _stopped = true;
        _recorder.Record(SuitePhase.Stopping, Services);
        foreach (var service in Services.Reverse())
            await service.StopAsync();
        _recorder.End(cause, Services);
        foreach (var service in Services)
            service.Dispose();
        _log.Dispose();
        _lock.Dispose();
    }
}
