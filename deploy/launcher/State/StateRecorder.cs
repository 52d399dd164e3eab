using Platform.Launcher.Processes;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.State;

/// <summary>Keeps run/state.json in step with the suite. A disk that can't take it is said once, and not fatal.</summary>
internal sealed class StateRecorder(SuiteLayout layout, Action<string> say)
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _startedAt = DateTimeOffset.UtcNow;
    private SuitePhase _phase = SuitePhase.Starting;
    private bool _failing;

    public void Record(IReadOnlyList<SupervisedService> services) => Write(services, null);

    public void Record(SuitePhase phase, IReadOnlyList<SupervisedService> services)
    {
        lock (_gate)
            _phase = phase;
        Write(services, null);
    }

    /// <summary>The last word: stopped, or failed with its cause.</summary>
    public void End(Exception? cause, IReadOnlyList<SupervisedService> services)
    {
        var failure = cause is null or OperationCanceledException ? null : cause;
        lock (_gate)
            _phase = failure is null ? SuitePhase.Stopped : SuitePhase.Failed;
        Write(services, failure);
    }

    private void Write(IReadOnlyList<SupervisedService> services, Exception? failure)
    {
        lock (_gate)
        {
            var state = new RunState(
                RunState.ThisBoot,
                ProcessIdentity.Current,
                _phase,
                failure?.Message,
                (failure as LaunchFailure)?.Evidence ?? [],
                _startedAt,
                [.. services.Select(Describe)]
            );
            try
            {
                state.Write(layout);
                _failing = false;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                if (!_failing)
                    say($"{layout.StateFile} can't be written: {problem.Message}");
                _failing = true;
            }
        }
    }

    private static ServiceState Describe(SupervisedService service) =>
        new(
            service.Name,
            service.Status,
            service.Since,
            service.Restarts,
            service.Identity,
            service.Plan.Endpoints.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            service.Plan.Probe.Target,
            service.LogPath
        );
}
