namespace Platform.ServiceDefaults;

/// <summary>State of one store, or of the whole process.</summary>
/// <param name="Reason">Why it does not serve; null while it does. Callers may see it.</param>
internal sealed record HealthState(bool IsServing, string? Reason);

/// <summary>
/// What this process can do at the moment. Features report the stores they speak to; the process as a whole serves while
/// all of them do and it isn't draining.
/// </summary>
public sealed class HealthRegistry
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, HealthState> _stores = new(StringComparer.Ordinal);
    private readonly ServiceCatalogue _services;
    private readonly DrainToken _drain;
    private TaskCompletionSource _changed = NewSignal();

    internal HealthRegistry(ServiceCatalogue services, DrainToken drain)
    {
        _services = services;
        _drain = drain;
        drain.Token.Register(Signal);
    }

    /// <summary>The store answers.</summary>
    public void Serving(string store) => Report(store, new HealthState(true, null));

    /// <summary>The store does not answer, or not yet; the reason is one line without secrets.</summary>
    public void NotServing(string store, string reason) =>
        Report(store, new HealthState(false, reason));

    /// <summary>Null for a name nobody has reported. "" and the names of gRPC services mean the process.</summary>
    internal HealthState? Find(string name)
    {
        lock (_lock)
        {
            return _stores.TryGetValue(name, out var store) ? store
                : name.Length == 0 || _services.Has(name) ? Overall()
                : null;
        }
    }

    /// <summary>Completes at the next change. Take it before reading the state, or a change may be missed.</summary>
    internal Task NextChange()
    {
        lock (_lock)
        {
            return _changed.Task;
        }
    }

    private HealthState Overall()
    {
        if (_drain.IsDraining)
        {
            return new HealthState(false, "draining");
        }
        var down = _stores.Where(store => !store.Value.IsServing).ToList();
        return down.Count == 0
            ? new HealthState(true, null)
            : new HealthState(
                false,
                string.Join("; ", down.Select(store => $"{store.Key}: {store.Value.Reason}"))
            );
    }

    private void Report(string store, HealthState state)
    {
        ArgumentException.ThrowIfNullOrEmpty(store);
        lock (_lock)
        {
            if (_stores.TryGetValue(store, out var old) && old == state)
            {
                return;
            }
            _stores[store] = state;
        }
        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = NewSignal();
        }
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
