using Grpc.Core;
using Platform.Timeseries.Tests.Candles;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Analytics;

/// <summary>Summaries made of rolled-up candles, held against the same from all ticks by the plainest means.</summary>
[Collection("rollup suite")]
public class RolledMarketTests(RollupSuite suite)
{
    private const long Second = TickLedger.Second;
    private const long Day = 86_400 * Second;

    // A Tuesday, 21:47:31.25 UTC, so that ranges begin nowhere in particular.
    private const long Start = 1_715_723_251_250_000;
    private const long Step = 97 * Second;
    private const int Rounds = 4;
    private const int RoundTicks = 400;
    private const long Length = Rounds * RoundTicks * Step;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly Random _random = new(20261121);

    [Fact]
    public async Task A_summary_of_any_range_is_that_of_its_ticks_while_candles_are_rolled_up()
    {
        var ledgers = Enumerable.Range(0, 3).Select(_ => Open()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var ledger in ledgers)
            {
                var start = Start + (round * RoundTicks * Step);
                await ledger.WriteAsync(TickLedger.Make(_random, 300, start, Step), "one");
                await ledger.WriteAsync(TickLedger.Make(_random, 100, start, 4 * Step), "two");
            }
            await WaitStoredAsync(ledgers);
            // Rounds run beside this, so that some of it is rolled up, some stored only, and some in between.
            foreach (var (from, to) in Ranges(6))
            {
                await CheckSummaryAsync(ledgers, from, to);
            }
        }
        await suite.WaitRolledUpAsync();
        foreach (var (from, to) in Ranges(20))
        {
            await CheckSummaryAsync(ledgers, from, to);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Volumes_of_any_period_are_those_of_the_ticks(bool withTrades)
    {
        var ledger = Open();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Start + (round * RoundTicks * Step);
            var ticks = TickLedger.Make(_random, RoundTicks, start, Step);
            if (!withTrades)
            {
                ticks = ticks.ConvertAll(one => one with { Item4 = 0 });
            }
            await ledger.WriteAsync(ticks, round % 2 == 0 ? "one" : "two");
        }
        await WaitStoredAsync([ledger]);
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var period in new uint[] { 61, 300, 2_700, 3_600, 86_400, 604_800 })
            {
                foreach (var (from, to) in Ranges(2))
                {
                    await CheckVolumeAsync(ledger, from, to, period);
                }
            }
            await suite.WaitRolledUpAsync();
        }
    }

    [Fact]
    public async Task Ranges_within_a_second_and_beside_all_ticks_are_right()
    {
        var ledger = Open();
        await ledger.WriteAsync([
            .. Enumerable
                .Range(0, 9)
                .Select(i => (Start + (i * 100_000L), 10.0 + i, 20.0, 0.0, 1ul)),
        ]);
        await WaitStoredAsync([ledger]);
        await suite.WaitRolledUpAsync();

        await CheckSummaryAsync([ledger], Start + 100_000, Start + 300_000);
        await CheckSummaryAsync([ledger], Start, Start + 1);
        await CheckSummaryAsync([ledger], Start - (3 * Day), Start);
        await CheckSummaryAsync([ledger], Start - (30 * Day), Start + (400 * Day));
        await CheckVolumeAsync(ledger, Start + 50_000, Start + 850_000, 1);
    }

    private TickLedger Open() => new(_client, suite.KeyHeaders, $"A{Guid.NewGuid():N}"[..20]);

    // Whole ones, ones of some seconds or minutes, and any.
    private IEnumerable<(long From, long To)> Ranges(int count)
    {
        yield return (Start - Day, Start + Length + Day);
        for (var i = 0; i < count; i++)
        {
            var from = Start + _random.NextInt64(-Day, Length);
            var length = (i % 3) switch
            {
                0 => _random.NextInt64(1, Length),
                1 => _random.NextInt64(1, 600 * Second),
                _ => _random.NextInt64(1, 10_000) * Second,
            };
            yield return (i % 2 == 0 ? from : from / Second * Second, from + length);
        }
    }

    private async Task WaitStoredAsync(IEnumerable<TickLedger> ledgers)
    {
        // Reading ticks waits until all is stored.
        using var stored = _client.ReadTicks(
            new ReadTicksRequest { Symbols = { ledgers.Select(one => one.Symbol) } },
            suite.KeyHeaders
        );
        await foreach (var _ in stored.ResponseStream.ReadAllAsync()) { }
    }

    private async Task CheckSummaryAsync(List<TickLedger> ledgers, long from, long to)
    {
        var summary = await _client.GetMarketSummaryAsync(
            new GetMarketSummaryRequest
            {
                Symbols = { ledgers.Select(one => one.Symbol) },
                StartTimeUs = from,
                EndTimeUs = to,
            },
            suite.KeyHeaders
        );
        var where = $"[{from}, {to})";
        var expected = ledgers
            .Select(one => (one.Symbol, Ticks: Within(one, from, to)))
            .Where(one => one.Ticks.Count > 0)
            .OrderByDescending(one => one.Ticks.Count)
            .ThenBy(one => one.Symbol, StringComparer.Ordinal)
            .ToList();
        summary.TotalSymbols.ShouldBe((uint)expected.Count, where);
        summary.TotalTicks.ShouldBe((ulong)expected.Sum(one => one.Ticks.Count), where);
        summary
            .Symbols.Select(one => one.Symbol)
            .ShouldBe(expected.Select(one => one.Symbol), where);
        summary.MostActive.ShouldBe(expected.Count == 0 ? "" : expected[0].Symbol, where);
        for (var i = 0; i < expected.Count; i++)
        {
            var (one, ticks) = (summary.Symbols[i], expected[i].Ticks);
            one.TickCount.ShouldBe((ulong)ticks.Count, where);
            one.Open.ShouldBe(ticks[0].Bid, where);
            one.Close.ShouldBe(ticks[^1].Bid, where);
            one.High.ShouldBe(ticks.Max(tick => tick.Bid), where);
            one.Low.ShouldBe(ticks.Min(tick => tick.Bid), where);
            one.PriceChange.ShouldBe(ticks[^1].Bid - ticks[0].Bid, 1e-9, where);
            one.Volume.ShouldBe((ulong)ticks.Sum(tick => (long)tick.Volume), where);
            one.SpreadMean.ShouldBe(ticks.Average(tick => tick.Ask - tick.Bid), 1e-9, where);
        }
        var all = expected.SelectMany(one => one.Ticks).ToList();
        summary.SpreadMean.ShouldBe(
            all.Count == 0 ? 0 : all.Average(tick => tick.Ask - tick.Bid),
            1e-9,
            where
        );
    }

    private async Task CheckVolumeAsync(TickLedger ledger, long from, long to, uint period)
    {
        if ((to - from) / (period * Second) >= 10_000)
        {
            to = from + (9_000 * period * Second);
        }
        var volume = await _client.GetVolumeAsync(
            new GetVolumeRequest
            {
                Symbol = ledger.Symbol,
                StartTimeUs = from,
                EndTimeUs = to,
                PeriodSeconds = period,
            },
            suite.KeyHeaders
        );
        var where = $"[{from}, {to}) by {period} s";
        var expected = Within(ledger, from, to)
            .GroupBy(tick => tick.TimeUs / (period * Second) * (period * Second))
            .OrderBy(one => one.Key)
            .ToList();
        volume.OpenTimeUs.ShouldBe(expected.Select(one => one.Key), where);
        volume.TickCount.ShouldBe(expected.Select(one => (ulong)one.Count()), where);
        volume.Volume.ShouldBe(
            expected.Select(one => (ulong)one.Sum(tick => (long)tick.Volume)),
            where
        );
        for (var i = 0; i < expected.Count; i++)
        {
            var total = expected[i].Sum(tick => (double)tick.Volume);
            var vwap =
                total == 0
                    ? expected[i].Average(PriceOf)
                    : expected[i].Sum(tick => PriceOf(tick) * tick.Volume) / total;
            volume.Vwap[i].ShouldBe(vwap, 1e-9, where);
        }
    }

    private static double PriceOf(WrittenTick tick) =>
        tick.Last > 0 ? tick.Last : (tick.Bid + tick.Ask) / 2;

    private static List<WrittenTick> Within(TickLedger ledger, long from, long to) =>
        [
            .. ledger
                .Ticks.Where(tick => tick.TimeUs >= from && tick.TimeUs < to)
                .OrderBy(tick => tick.TimeUs)
                .ThenBy(tick => tick.Order),
        ];
}
