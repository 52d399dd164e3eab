using Platform.Stream.Engines;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>A disk that fails or is full while the log is open.</summary>
public sealed class FasterDiskFaultTests : IAsyncLifetime
{
    private const int InputOutputError = 5;
    private const int NoSpace = 28;
    private FasterHarness _harness = null!;
    private volatile string? _impediment;

    private ILogEngine Engine => _harness.Engine;

    public async Task InitializeAsync()
    {
        _harness = FasterHarness.Create();
        await _harness.StartAsync();
        await Engine.CreateAsync("t", 2);
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_write_acknowledges_nothing_and_the_log_comes_back(bool atSync)
    {
        for (var i = 0; i < 20; i++)
        {
            await Engine.AppendAsync("t", Record($"{i}", id: (UInt128)i + 1));
        }
        await using var reader = await Engine.ReaderAsync("t", (0, 0));
        FailWrites(atSync);

        var lost = Enumerable
            .Range(20, 30)
            .Select(i => AppendAsync($"lost {i}", (UInt128)i + 1))
            .ToList();
        var outcomes = await Task.WhenAll(lost);
        outcomes.ShouldContain(failure => failure != null);
        await ImpedimentSeenAsync();
        (await reader.TakeAsync(20)).Count.ShouldBe(20);
        Repair();
        await BackAsync();

        // A repeat under the same id is a first: what failed is not in the log.
        var again = await Engine.AppendAsync("t", Record("again", id: 25));
        again[0].Duplicate.ShouldBe(outcomes[4] is null);
        Engine.Impediment.ShouldBeNull();
        var kept = 20 + outcomes.Count(failure => failure is null) + (again[0].Duplicate ? 0 : 1);
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(kept);
        (await reader.TakeAsync(kept - 20)).Count.ShouldBe(kept - 20);
        await _harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(kept);
    }

    [Fact]
    public async Task Writes_that_fail_again_and_again_lose_nothing_that_was_acknowledged()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        // One of its own: it is asked on the log's thread.
        var faults = new Random(seed + 1);
        var acked = new List<string>();
        var sent = 0;
        _harness.Faults.BeforeSync = _ =>
        {
            if (faults.Next(15) == 0)
            {
                throw new IOException("test", InputOutputError);
            }
        };
        while (sent < 1000)
        {
            var value = $"{sent++}:" + new string('x', random.Next(3000));
            if (await AppendAsync(value, 0) is null)
            {
                acked.Add(value);
            }
            else
            {
                await BackAsync();
            }
        }
        _harness.Faults.BeforeSync = null;
        await BackAsync();

        acked.Count.ShouldBeGreaterThan(500, $"seed {seed}");
        (await Engine.ReadAllAsync("t")).Select(r => r.Value).ShouldBe(acked, $"seed {seed}");
        await _harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Select(r => r.Value).ShouldBe(acked, $"seed {seed}");
    }

    [Fact]
    public async Task A_full_disk_refuses_the_whole_call_and_takes_it_when_there_is_room()
    {
        var value = new string('x', 20_000);
        _harness.Faults.BeforeCreate = segment =>
        {
            if (segment >= 2)
            {
                throw new IOException("No space left on device", NoSpace);
            }
        };
        var kept = 0;
        LogFullException? full = null;
        while (full is null)
        {
            try
            {
                await Engine.AppendAsync("t", Record(value), Record(value, 1));
                kept += 2;
            }
            catch (LogFullException refused)
            {
                full = refused;
            }
        }

        full.Message.ShouldContain("Nothing of this call was kept");
        Engine.Impediment!.ShouldContain("full");
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(kept);
        _harness.Faults.BeforeCreate = null;
        await TakenAsync();
        Engine.Impediment.ShouldBeNull();
        await _harness.RestartAsync();
        (await Engine.ReadAllAsync("t")).Count.ShouldBe(kept + 2);

        // The log looks for room now and then, not at each call.
        async Task TakenAsync()
        {
            var deadline = DateTime.UtcNow + Patience;
            while (true)
            {
                try
                {
                    await Engine.AppendAsync("t", Record(value), Record(value, 1));
                    return;
                }
                catch (LogFullException) when (DateTime.UtcNow < deadline)
                {
                    await Task.Delay(20);
                }
            }
        }
    }

    private async Task<Exception?> AppendAsync(string value, UInt128 id)
    {
        try
        {
            await Engine.AppendAsync("t", Record(value, id: id));
            return null;
        }
        catch (LogUnavailableException failure)
        {
            _impediment ??= Engine.Impediment;
            return failure;
        }
    }

    /// <summary>
    /// The log opens again soon, to fail at the next write: whoever is late to look after one failure finds nothing.
    /// </summary>
    private async Task ImpedimentSeenAsync()
    {
        var deadline = DateTime.UtcNow + Patience;
        while (_impediment is null)
        {
            DateTime.UtcNow.ShouldBeLessThan(deadline, "a failed log never says so");
            (await AppendAsync("lost too", 0)).ShouldNotBeNull();
        }
    }

    private void FailWrites(bool atSync)
    {
        if (atSync)
        {
            _harness.Faults.BeforeSync = _ => throw new IOException("test", InputOutputError);
        }
        else
        {
            _harness.Faults.BeforeWrite = (_, _, _) => throw new IOException("test", NoSpace);
        }
    }

    private void Repair()
    {
        _harness.Faults.BeforeSync = null;
        _harness.Faults.BeforeWrite = null;
    }

    private async Task BackAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Engine.Impediment is not null)
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
