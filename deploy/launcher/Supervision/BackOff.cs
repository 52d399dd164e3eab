namespace Platform.Launcher.Supervision;

/// <summary>Doubling pauses with up to a fifth of jitter, so that processes that died together don't return together.</summary>
internal sealed class BackOff(SupervisionOptions options)
{
    private TimeSpan _next = options.BackOffFirst;

    public TimeSpan Next()
    {
        var pause = _next;
        _next = _next * 2 < options.BackOffMax ? _next * 2 : options.BackOffMax;
        return pause * (0.8 + Random.Shared.NextDouble() * 0.2);
    }

    public void Reset() => _next = options.BackOffFirst;
}
