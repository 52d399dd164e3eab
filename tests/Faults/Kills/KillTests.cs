using System.Diagnostics;
using System.Globalization;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Kills;

/// <summary>
/// kill -9 of each process under a writer and a subscriber: what was acknowledged is stored once and
/// seen once. FAULTS_SEED repeats a run's moments.
/// </summary>
[Collection("faulty suite")]
public class KillTests(FaultySuite suite, ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int SymbolCount = 6;
    private const int PauseMsMax = 400;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("stream")]
    [InlineData("timeseries")]
    [InlineData("clickhouse")]
    [InlineData("gateway")]
    public async Task What_was_acknowledged_is_stored_once_and_seen_once_after_ten_kills_of(
        string process
    )
    {
        var random = new Random(Seed());
        await RunAsync(process, random, () => [suite[process]]);
    }

    [Fact]
    public async Task So_it_is_after_ten_kills_of_any_two_of_them_at_once()
    {
        var random = new Random(Seed());
        string[] names = ["stream", "timeseries", "clickhouse", "gateway"];
        await RunAsync(
            "pairs",
            random,
            () =>
            {
                random.Shuffle(names);
                return [suite[names[0]], suite[names[1]]];
            }
        );
    }

    private int Seed()
    {
        var given = Environment.GetEnvironmentVariable("FAULTS_SEED");
        var seed = given is null
            ? Random.Shared.Next()
            : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"FAULTS_SEED={seed}");
        return seed;
    }

    private async Task RunAsync(string name, Random random, Func<SuiteProcess[]> victims)
    {
        var run = $"{name}-{Guid.NewGuid().ToString("N")[..8]}";
        var symbols = Enumerable.Range(0, SymbolCount).Select(i => $"{run}.{i}").ToArray();
        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
        await using var reader = new ResumingReader(client, suite.KeyHeaders, symbols);
        var writer = new StubbornWriter(client, suite.KeyHeaders, symbols, random);
        var writing = Task.Run(writer.RunAsync);
        var clock = Stopwatch.StartNew();
        var acknowledged = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await writer.UntilAcknowledgedAsync(acknowledged, writing);
            await Task.Delay(random.Next(PauseMsMax));
            var doomed = victims();
            await Task.WhenAll(doomed.Select(process => process.KillAsync()));
            await Task.WhenAll(doomed.Select(process => process.WaitHealthyAsync()));
            acknowledged = writer.AcknowledgedCount;
        }
        await writer.UntilAcknowledgedAsync(acknowledged, writing);
        writer.Stop();
        await writing.WaitAsync(Settling);
        var killing = clock.Elapsed;
        var (stored, seen) = await SettleAsync(run, reader, writer);
        output.WriteLine(
            $"{name}: {Kills} kills in {killing.TotalSeconds:0.0} s; acknowledged "
                + $"{writer.Acknowledged.Count} batches = {writer.Acknowledged.Sum(b => b.Rows)} ticks, "
                + $"given up {writer.GivenUp.Count} batches; stored {stored.Values.Sum(s => s.Count)} "
                + $"ticks, seen {seen.Values.Sum(s => s.Count)}; writer interrupted "
                + $"{Counts(writer.Interruptions)}, subscriber {Counts(reader.Interruptions)}; "
                + $"settled after {(clock.Elapsed - killing).TotalSeconds:0.0} s"
        );
        foreach (var symbol in symbols)
        {
            Check(symbol, writer, stored[symbol], seen[symbol]);
        }
        var partitions = await suite.QueryClickHouseAsync(
            $"SELECT uniqExact(log_partition) FROM ticks WHERE startsWith(symbol, '{run}.')"
        );
        int.Parse(partitions, CultureInfo.InvariantCulture).ShouldBeGreaterThan(1);
    }

    private static void Check(
        string symbol,
        StubbornWriter writer,
        Dictionary<int, int> stored,
        List<int> seen
    )
    {
        stored.Where(pair => pair.Value != 1).ShouldBeEmpty($"{symbol}: stored more than once");
        var acknowledged = writer.Acknowledged.SelectMany(batch => batch.Numbers).ToHashSet();
        var givenUp = writer.GivenUp.SelectMany(batch => batch.Numbers).ToHashSet();
        acknowledged
            .Where(number => !stored.ContainsKey(number))
            .ShouldBeEmpty($"{symbol}: acknowledged and not stored");
        stored
            .Keys.Where(number => !acknowledged.Contains(number) && !givenUp.Contains(number))
            .ShouldBeEmpty($"{symbol}: stored and never sent");
        seen.GroupBy(number => number)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ShouldBeEmpty($"{symbol}: seen more than once");
        stored.Keys.Except(seen).ShouldBeEmpty($"{symbol}: stored and not seen");
        seen.Except(stored.Keys).ShouldBeEmpty($"{symbol}: seen and not stored");
        // A batch given up may still arrive, and then late: it was never repeated before the next.
        var inOrder = seen.Where(acknowledged.Contains).ToList();
        inOrder.SequenceEqual(inOrder.Order()).ShouldBeTrue($"{symbol}: seen out of order");
    }

    /// <summary>
    /// Waits until storage and subscriber have everything acknowledged, agree and change no more, or time
    /// is up: what a batch given up still brings may come late.
    /// </summary>
    private async Task<(
        Dictionary<string, Dictionary<int, int>> Stored,
        Dictionary<string, List<int>> Seen
    )> SettleAsync(string run, ResumingReader reader, StubbornWriter writer)
    {
        var acknowledged = writer.Acknowledged.SelectMany(batch => batch.Numbers).ToHashSet();
        var clock = Stopwatch.StartNew();
        var calmSince = TimeSpan.Zero;
        var before = (-1, -1);
        while (true)
        {
            var stored = await StoredAsync(run);
            var seen = await reader.SeenAsync();
            var now = (stored.Values.Sum(s => s.Values.Sum()), seen.Values.Sum(s => s.Count));
            if (now != before)
            {
                before = now;
                calmSince = clock.Elapsed;
            }
            var calm = clock.Elapsed - calmSince;
            var agree =
                now.Item1 == now.Item2
                && stored.Count == SymbolCount
                && stored.Values.All(numbers => acknowledged.IsSubsetOf(numbers.Keys));
            if ((agree && calm > TimeSpan.FromSeconds(1)) || clock.Elapsed > Settling)
            {
                return (stored, seen);
            }
            await Task.Delay(200);
        }
    }

    private async Task<Dictionary<string, Dictionary<int, int>>> StoredAsync(string run)
    {
        var text = await suite.QueryClickHouseAsync(
            "SELECT symbol, toUInt32(bid), toUInt32(count()) FROM ticks "
                + $"WHERE startsWith(symbol, '{run}.') GROUP BY symbol, bid"
        );
        var stored = new Dictionary<string, Dictionary<int, int>>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split('\t');
            if (!stored.TryGetValue(fields[0], out var numbers))
            {
                stored[fields[0]] = numbers = [];
            }
            var bid = int.Parse(fields[1], CultureInfo.InvariantCulture);
            numbers[SentBatch.NumberOf(bid)] = int.Parse(fields[2], CultureInfo.InvariantCulture);
        }
        return stored;
    }

    private static string Counts<T>(IEnumerable<T> items)
        where T : notnull =>
        string.Join(
            ", ",
            items.GroupBy(item => item).Select(group => $"{group.Count()} {group.Key}")
        );
}
