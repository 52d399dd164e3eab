using Platform.Launcher.Practice;

namespace Platform.Launcher.Tests.Practice;

public sealed class PracticeMarketTests
{
    private static readonly DateTimeOffset Wednesday = new(2024, 3, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Saturday = new(2024, 3, 9, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_makes_the_same_market_and_another_another()
    {
        Run(seed: 7).ShouldBe(Run(seed: 7));
        Run(seed: 7).ShouldNotBe(Run(seed: 8));
    }

    [Fact]
    public void Leaving_symbols_out_does_not_change_the_others()
    {
        // The rate is shared out by activity, so it is scaled to give EURUSD the same in both.
        var all = Instrument.All;
        var one = all.Where(i => i.Symbol == "EURUSD").ToList();
        var share = one[0].Activity / all.Sum(i => i.Activity);

        var alone = Run(7, Wednesday, one, 1_000 * share);
        var among = Run(7, Wednesday, all, 1_000).Where(tick => tick.Instrument == 0);

        alone.ShouldBe(among);
    }

    [Fact]
    public void Ticks_are_valid_quotes_in_order_of_time()
    {
        var ticks = Run(seed: 1);

        ticks.Count.ShouldBeGreaterThan(1_000);
        ticks.ShouldAllBe(tick => tick.Bid > 0 && tick.Ask > tick.Bid);
        ticks.Select(tick => tick.TimeUs).ShouldBeInOrder();
        foreach (var tick in ticks)
        {
            // No more decimals than the instrument has.
            var step = (decimal)Instrument.All[tick.Instrument].TickSize;
            ((decimal)tick.Bid % step).ShouldBe(0);
        }
    }

    [Fact]
    public void On_a_weekend_only_crypto_trades_where_hours_are_real_and_all_of_them_else()
    {
        static AssetClass[] Classes(IEnumerable<PracticeTick> ticks) =>
            [.. ticks.Select(tick => Instrument.All[tick.Instrument].Class).Distinct().Order()];

        Classes(Run(1, Saturday, realHours: true)).ShouldBe([AssetClass.Crypto]);
        Classes(Run(1, Wednesday, realHours: true))
            .ShouldBe([AssetClass.Fx, AssetClass.Equity, AssetClass.Crypto]);
        Classes(Run(1, Saturday)).Length.ShouldBe(3);
    }

    [Fact]
    public void The_market_has_bursts_and_silences()
    {
        var eurusd = Instrument.All.Where(i => i.Symbol == "EURUSD").ToList();
        var perSecond = Run(3, Wednesday, eurusd, 50, seconds: 1_200)
            .GroupBy(tick => tick.TimeUs / 1_000_000)
            .ToDictionary(second => second.Key, second => second.Count());

        var usual = 50.0;
        perSecond.Values.Max().ShouldBeGreaterThan((int)(usual * 4));
        perSecond.Count.ShouldBeLessThan(1_200);
    }

    [Fact]
    public void Prices_stay_near_home()
    {
        var market = new PracticeMarket(Instrument.All, 1, 10, Wednesday, realHours: false);
        var ticks = new List<PracticeTick>();
        for (var n = 0; n < 300_000; n++)
            market.Step(ticks);

        foreach (var tick in ticks)
            tick.Bid.ShouldBeInRange(
                Instrument.All[tick.Instrument].Price * 0.5,
                Instrument.All[tick.Instrument].Price * 2
            );
    }

    private static List<PracticeTick> Run(
        int seed,
        DateTimeOffset? start = null,
        IReadOnlyList<Instrument>? instruments = null,
        double rate = 1_000,
        bool realHours = false,
        int seconds = 10
    )
    {
        var market = new PracticeMarket(
            instruments ?? Instrument.All,
            seed,
            rate,
            start ?? Wednesday,
            realHours
        );
        var ticks = new List<PracticeTick>();
        while (market.Now < (start ?? Wednesday).AddSeconds(seconds))
            market.Step(ticks);
        return ticks;
    }
}
