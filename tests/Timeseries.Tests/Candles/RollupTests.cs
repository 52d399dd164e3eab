using System.Globalization;
using System.IO.Compression;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

[Collection("rollup suite")]
public class RollupTests(RollupSuite suite)
{
    // A Wednesday, 12:34:56 UTC, four weeks before the year ends: weeks of two years are met.
    private const long Start = 1_701_866_096_000_000;
    private const long Step = 3_700 * TickLedger.Second;

    private const string EurUsd = "ticks/eurusd-20140508-quotes.zip";

    private static readonly PriceSide[] Sides =
    [
        PriceSide.Bid,
        PriceSide.Ask,
        PriceSide.Mid,
        PriceSide.Last,
    ];

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task Every_timeframe_and_side_is_right_from_rolled_up_rows_late_ticks_and_two_brokers_included()
    {
        var ledger = Open();
        var random = new Random(11);
        for (var round = 0; round < 6; round++)
        {
            var start = Start + (round * 150 * Step);
            await ledger.WriteAsync(TickLedger.Make(random, 150, start, Step), "one");
            await ledger.WriteAsync(TickLedger.Make(random, 50, start, Step), "two");
            // Into candles of rounds before, before and after they are rolled up.
            await ledger.WriteAsync(TickLedger.Make(random, 20, Start, Step));
            if (round % 2 == 0)
            {
                await suite.WaitRolledUpAsync();
            }
        }
        await CheckAllAsync(ledger);
        await suite.WaitRolledUpAsync();
        await CheckAllAsync(ledger);
        await ledger.CheckAsync(Timeframe._1D, PriceSide.Mid, "one");
        await ledger.CheckAsync(Timeframe._1W, PriceSide.Last, "two");

        // The rows themselves, past the service.
        var rolled = await suite.QueryClickHouseAsync(
            "SELECT timeframe, sum(tick_count) FROM candles FINAL WHERE side = 'bid' "
                + $"AND symbol = '{ledger.Symbol}' GROUP BY timeframe ORDER BY timeframe"
        );
        var each = ledger.Ticks.Count.ToString(CultureInfo.InvariantCulture);
        rolled
            .Split('\n')
            .ShouldBe(
                new[] { "1s", "1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w" }.Select(frame =>
                    $"{frame}\t{each}"
                )
            );
    }

    [Fact]
    public async Task Candles_outlive_their_ticks_and_late_ticks_still_join_them()
    {
        var ledger = Open();
        var random = new Random(12);
        await ledger.WriteAsync(TickLedger.Make(random, 300, Start, Step));
        await suite.WaitRolledUpAsync();
        await suite.QueryClickHouseAsync(
            $"ALTER TABLE ticks DELETE WHERE symbol = '{ledger.Symbol}' SETTINGS mutations_sync = 2"
        );
        await ledger.WriteAsync(TickLedger.Make(random, 100, Start, Step));
        await suite.WaitRolledUpAsync();
        await CheckAllAsync(ledger);
    }

    [Fact]
    public async Task Readers_see_each_acknowledged_tick_once_while_it_moves_from_memory_into_rolled_up_rows()
    {
        var ledger = Open();
        var random = new Random(13);
        await ledger.WriteAsync(TickLedger.Make(random, 10, Start, Step));
        var acknowledged = 10L;
        var sending = 10L;
        using var done = new CancellationTokenSource();
        var counts = new int[3];
        var readers = new[] { Timeframe._1S, Timeframe._1H, Timeframe._1W }
            .Select((timeframe, i) => ReadOnAsync(timeframe, () => counts[i]++))
            .ToArray();
        // On a busy machine the readers are slow: the writer goes on until each had its turns.
        for (var i = 0; i < 100 || (i < 2_000 && counts.Min() < 6); i++)
        {
            await ThrowFailureOfAsync(readers);
            var start = Start + (i % 600 * Step);
            var ticks = TickLedger.Make(random, 20, start, Step);
            Interlocked.Add(ref sending, ticks.Count);
            await ledger.WriteAsync(ticks, i % 3 == 0 ? "other" : "");
            Interlocked.Add(ref acknowledged, ticks.Count);
        }
        for (var i = 0; i < 1_200 && counts.Min() < 6; i++)
        {
            await ThrowFailureOfAsync(readers);
            await Task.Delay(50);
        }
        await done.CancelAsync();
        await Task.WhenAll(readers);
        counts.Min().ShouldBeGreaterThan(5);
        await CheckAllAsync(ledger);

        async Task ReadOnAsync(Timeframe timeframe, Action count)
        {
            while (!done.IsCancellationRequested)
            {
                var atLeast = Interlocked.Read(ref acknowledged);
                // In one page, so that it is one cut.
                var candles = await ledger.ReadAsync(
                    timeframe,
                    PriceSide.Bid,
                    request => request.PageSize = 10_000
                );
                var atMost = Interlocked.Read(ref sending);
                var ticks = candles.TickCount.Aggregate(0L, (sum, one) => sum + (long)one);
                ticks.ShouldBeInRange(atLeast, atMost);
                // No cut goes through a record, and records hold ten ticks or twenty.
                (ticks % 10).ShouldBe(0);
                count();
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Candles_are_right_after_kills_in_the_middle_of_rounds(int seed)
    {
        var random = new Random(seed);
        var ledger = Open();
        for (var kill = 0; kill < 4; kill++)
        {
            var killing = KillSoonAsync(random.Next(2) == 0, random.Next(10, 400));
            var batches = 0;
            while (!killing.IsCompleted || batches < 20)
            {
                var start = Start + (random.Next(600) * Step);
                await ledger.WriteAsync(TickLedger.Make(random, 20, start, Step));
                batches++;
            }
            await killing;
            await ledger.CheckAsync(Timeframe._1H, PriceSide.Bid);
        }
        await suite.WaitRolledUpAsync();
        await CheckAllAsync(ledger);
    }

    [RealDataFact(EurUsd)]
    public async Task A_real_day_of_EURUSD_at_every_timeframe_equals_what_the_file_says()
    {
        const long midnight = 1_399_507_200_000_000;
        var ledger = Open();
        await using var zip = await ZipFile.OpenReadAsync(RealData.PathOf(EurUsd));
        using var reader = new StreamReader(await zip.Entries.Single().OpenAsync());
        var quotes = new List<(long, double, double, double, ulong)>();
        while (await reader.ReadLineAsync() is { } line)
        {
            var fields = line.Split(',');
            quotes.Add(
                (
                    midnight + (long.Parse(fields[0], CultureInfo.InvariantCulture) * 1_000),
                    double.Parse(fields[1], CultureInfo.InvariantCulture),
                    double.Parse(fields[2], CultureInfo.InvariantCulture),
                    0,
                    0
                )
            );
        }
        quotes.Count.ShouldBe(167_466);
        // Some of them late by as much as the whole day.
        var batches = quotes.Chunk(4_000).ToArray();
        new Random(14).Shuffle(batches);
        foreach (var batch in batches)
        {
            await ledger.WriteAsync(batch);
        }
        await suite.WaitRolledUpAsync();
        foreach (var timeframe in TickLedger.Timeframes)
        {
            foreach (var side in Sides[..3])
            {
                var candles = await ledger.ReadAsync(timeframe, side, r => r.PageSize = 10_000);
                ledger.Check(candles, timeframe, side, _ => true);
            }
        }
        (await ledger.ReadAsync(Timeframe._1D, PriceSide.Last)).OpenTimeUs.ShouldBeEmpty();
    }

    private static async Task ThrowFailureOfAsync(Task[] readers)
    {
        foreach (var reader in readers.Where(reader => reader.IsCompleted))
        {
            await reader;
        }
    }

    private async Task KillSoonAsync(bool isEngine, int milliseconds)
    {
        await Task.Delay(milliseconds);
        await (isEngine ? suite.ClickHouse : suite.Timeseries).RestartAsync();
    }

    private static async Task CheckAllAsync(TickLedger ledger)
    {
        foreach (var timeframe in TickLedger.Timeframes)
        {
            foreach (var side in Sides)
            {
                await ledger.CheckAsync(timeframe, side);
            }
        }
    }

    private TickLedger Open() => new(_client, suite.KeyHeaders, $"R{Guid.NewGuid():N}"[..20]);
}
