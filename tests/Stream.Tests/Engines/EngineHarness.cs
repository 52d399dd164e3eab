using Platform.Stream.Engines;

namespace Platform.Stream.Tests.Engines;

/// <summary>
/// An engine under test, with storage of its own that survives <see cref="RestartAsync"/>. The
/// conformance suite knows engines only through this.
/// </summary>
internal abstract class EngineHarness : IAsyncDisposable
{
    private ILogEngine? _engine;

    public ILogEngine Engine =>
        _engine ?? throw new InvalidOperationException("Start the harness first.");

    public ManualTime Time { get; } = new();

    public async Task StartAsync()
    {
        _engine = CreateEngine();
        await _engine.StartAsync(CancellationToken.None);
    }

    public async Task StopAsync()
    {
        await Engine.DisposeAsync();
        _engine = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Lets retention look now.</summary>
    public abstract Task ApplyRetentionAsync();

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
        await CleanAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract ILogEngine CreateEngine();

    protected abstract ValueTask CleanAsync();
}

/// <summary>Time that moves when a test says so; timers run on real time.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).Ticks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public long NowUs => (GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 10;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
