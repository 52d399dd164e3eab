using System.Diagnostics;
using Platform.Launcher.Health;
using Platform.Launcher.Logs;
using Platform.Launcher.Manifest;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Supervision;

/// <summary>
/// Keeps one process running: starts it, waits for real health, starts it again with growing pauses when
/// it dies. Only its first start may fail for good; that failure carries the end of its log.
/// </summary>
internal sealed class SupervisedService(
    ServicePlan plan,
    RotatingLog log,
    SupervisionOptions options,
    Action<SupervisedService, string> say
) : IDisposable
{
    private static readonly TimeSpan NoticeInterval = TimeSpan.FromMilliseconds(2);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _firstHealthy = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly BackOff _backOff = new(options);
    private readonly SemaphoreSlim _allowed = new(1, 1);
    private ChildProcess? _child;
    private long _logStart;
    private Task _loop = Task.CompletedTask;

    public string Name => plan.Name;

    public ServicePlan Plan => plan;

    public string LogPath => log.FilePath;

    public ServiceStatus Status { get; private set; } = ServiceStatus.Waiting;

    /// <summary>
    /// Not read off a process that has ended, though nobody has noticed that yet: its end is noticed after its last words,
    /// which are waited for while something it started can still speak.
    /// </summary>
    public bool IsHealthy =>
        Status == ServiceStatus.Healthy && _child is { Identity.IsAlive: true };

    public DateTimeOffset Since { get; private set; } = DateTimeOffset.UtcNow;

    public int Restarts { get; private set; }

    public ProcessIdentity? Identity => _child?.Identity;

    /// <summary>Completes at the first healthy answer; fails with what went wrong before it.</summary>
    public Task FirstHealthy => _firstHealthy.Task;

    public void Start(Task needs) => _loop = RunAsync(needs);

    /// <summary>SIGTERM, then SIGKILL after the grace; it is not started again.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        if (Status != ServiceStatus.Failed)
            Enter(ServiceStatus.Stopped, "stopped");
    }

    /// <summary>Ends the process at once, as a crash would. It is started again unless held down.</summary>
    public async Task KillAsync()
    {
        if (_child is not { Exited.IsCompleted: false } child)
            return;
        child.Signal(Posix.SigKill);
        await child.Exited;
        // "Healthy" is not to be read off the dead one.
        while (ReferenceEquals(_child, child) && Status == ServiceStatus.Healthy)
            await Task.Delay(NoticeInterval);
    }

    /// <summary>From now on a dead process stays dead until <see cref="Release"/>.</summary>
    public Task HoldAsync() => _allowed.WaitAsync();

    public void Release() => _allowed.Release();

    public void Dispose()
    {
        _child?.Dispose();
        _stop.Dispose();
        _allowed.Dispose();
        log.Dispose();
    }

    private async Task RunAsync(Task needs)
    {
        try
        {
            await needs.WaitAsync(_stop.Token);
            while (await LiveOnceAsync() is { } end)
            {
                var pause = _backOff.Next();
                Enter(
                    ServiceStatus.BackingOff,
                    $"{end}; starting it again in {pause.TotalSeconds:0.0} s"
                );
                await Task.Delay(pause, _stop.Token);
                Restarts++;
            }
        }
        catch (OperationCanceledException)
        {
            _firstHealthy.TrySetCanceled();
        }
        catch (Exception problem)
        {
            Fail(problem);
        }
    }

    /// <summary>One life of the process: how it ended, or null when it was stopped and has no other.</summary>
    private async Task<string?> LiveOnceAsync()
    {
        var clock = await StartChildAsync();

        var trouble = await BecomeHealthyAsync(clock);
        if (trouble is null)
        {
            Enter(ServiceStatus.Healthy, $"healthy after {clock.Elapsed.TotalSeconds:0.0} s");
            _firstHealthy.TrySetResult();
            await WaitForEndAsync();
            if (clock.Elapsed > options.BackOffForgetAfter)
                _backOff.Reset();
        }
        if (_stop.IsCancellationRequested || trouble is not null)
        {
            var byItself = await _child!.StopAsync(options.StopGrace);
            if (!byItself && _stop.IsCancellationRequested)
                say(
                    this,
                    $"did not stop within {options.StopGrace.TotalSeconds:0} s and was killed"
                );
        }
        if (trouble is not null && !FirstHealthy.IsCompleted && !_stop.IsCancellationRequested)
            throw new LaunchFailure(
                $"{Name} {trouble}; the end of {LogPath}:",
                Evidence.In(LogPath, _logStart)
            );
        return _stop.IsCancellationRequested
            ? null
            : trouble ?? $"died ({await DescribeEndAsync()})";
    }

    /// <summary>Who holds it down meanwhile is let in when there is a process to kill, and not before.</summary>
    private async Task<Stopwatch> StartChildAsync()
    {
        await _allowed.WaitAsync(_stop.Token);
        try
        {
            var clock = Stopwatch.StartNew();
            _child?.Dispose();
            _logStart = log.Length;
            _child = await ChildProcess.StartAsync(plan.Command, log);
            Enter(ServiceStatus.Starting, $"started as process {_child.Identity.Pid}");
            return clock;
        }
        finally
        {
            _allowed.Release();
        }
    }

    /// <summary>Null when healthy, else what went wrong.</summary>
    private async Task<string?> BecomeHealthyAsync(Stopwatch clock)
    {
        var answer = new HealthAnswer(false, "not asked yet");
        while (!_stop.IsCancellationRequested)
        {
            if (_child!.Exited.IsCompleted)
                return $"ended before it was healthy ({await DescribeEndAsync()})";
            answer = await plan.Probe.AskAsync(CancellationToken.None);
            if (answer.Healthy)
                return null;
            if (clock.Elapsed > options.StartMax)
                return $"is not healthy after {options.StartMax.TotalSeconds:0} s ({answer.Detail})";
            await Task.WhenAny(_child.Exited, Task.Delay(options.StartProbeInterval));
        }
        return answer.Detail;
    }

    private async Task WaitForEndAsync()
    {
        var stopped = new TaskCompletionSource();
        await using var registration = _stop.Token.Register(() => stopped.TrySetResult());
        await Task.WhenAny(_child!.Exited, stopped.Task);
    }

    private async Task<string> DescribeEndAsync()
    {
        var code = await _child!.Exited;
        return code > 128 ? $"killed by signal {code - 128}" : $"exit code {code}";
    }

    private void Fail(Exception problem)
    {
        var failure =
            problem as LaunchFailure
            ?? new LaunchFailure($"{Name} can't be started: {problem.Message}");
        Enter(ServiceStatus.Failed, failure.Message);
        _firstHealthy.TrySetException(failure);
    }

    private void Enter(ServiceStatus status, string line)
    {
        Status = status;
        Since = DateTimeOffset.UtcNow;
        say(this, line);
    }
}
