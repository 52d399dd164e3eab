using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>What every engine must do, a file for each side of it. An engine's test class derives from it.</summary>
public abstract partial class LogEngineConformance : IAsyncLifetime
{
    private EngineHarness _harness = null!;

    internal ILogEngine Engine => _harness.Engine;

    internal EngineHarness Harness => _harness;

    internal abstract EngineHarness CreateHarness();

    public async Task InitializeAsync()
    {
        _harness = CreateHarness();
        await _harness.StartAsync();
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    private static List<long> Offsets(IEnumerable<Read> read, int partition) =>
        [.. read.Where(r => r.Partition == partition).Select(r => r.Offset)];

    private static IEnumerable<long> Range(long from, long until)
    {
        for (var i = from; i < until; i++)
        {
            yield return i;
        }
    }
}
