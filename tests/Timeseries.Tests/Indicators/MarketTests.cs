using Platform.Timeseries.Indicators.Library.Market;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>What is computed from books, executions, trades and ticks rather than candles; worked by hand.</summary>
public class MarketTests
{
    private const long Minute = 60_000_000;
    private const long Day = 1_440 * Minute;

    [Fact]
    public void A_book_is_measured_over_the_levels_that_count()
    {
        BookLevel[] bids = [new(99, 3), new(98, 5), new(97, 100)];
        BookLevel[] asks = [new(101, 1), new(102, 1)];

        var measures = BookMeasures.Of(bids, asks, 2);

        measures.Mid.ShouldBe(100);
        measures.Spread.ShouldBe(2);
        measures.BidDepth.ShouldBe(8);
        measures.AskDepth.ShouldBe(2);
        measures.Imbalance.ShouldBe(0.6, 1e-12);
        // The thin ask pulls the price towards itself: (99 × 1 + 101 × 3) / 4.
        measures.MicroPrice.ShouldBe(100.5);
    }

    [Fact]
    public void A_book_without_a_side_still_has_values()
    {
        BookLevel[] asks = [new(101, 4)];

        BookMeasures.Of([], asks, 5).ShouldBe(new BookMeasures(101, 101, 0, 0, 4, -1));
        BookMeasures.Of([], [], 5).ShouldBe(new BookMeasures(0, 0, 0, 0, 0, 0));
        BookMeasures.Of([new(9, 0)], [new(10, 0)], 5).MicroPrice.ShouldBe(9.5);
    }

    [Fact]
    public void Order_flow_counts_what_each_change_of_the_top_added_and_took()
    {
        var flow = new OrderFlow();

        flow.Update(new(99, 10), new(101, 10)).ShouldBe(0);
        // More at the same bid: +5.
        flow.Update(new(99, 15), new(101, 10)).ShouldBe(5);
        // A better bid of 4: +4.
        flow.Update(new(100, 4), new(101, 10)).ShouldBe(4);
        // The bid is gone (−4), the ask grows (−2).
        flow.Update(new(99, 20), new(101, 12)).ShouldBe(-6);
        // The ask is lifted: +12.
        flow.Update(new(99, 20), new(102, 7)).ShouldBe(12);
        flow.Total.ShouldBe(15);
    }

    [Theory]
    [InlineData("Buy", 1.1000, 1.1003, 3, 0.0272727, 30)]
    [InlineData("Sell", 1.1000, 1.1003, -3, -0.0272727, -30)]
    [InlineData("Sell", 1.1000, 1.0990, 10, 0.0909090, 100)]
    public void Slippage_is_positive_when_it_is_worse(
        string side,
        double expected,
        double executed,
        double pips,
        double percent,
        double cost
    )
    {
        var slippage = Slippage.Of(
            Enum.Parse<TradeSide>(side),
            expected,
            executed,
            100_000,
            0.0001
        );

        slippage.Pips.ShouldBe(pips, 1e-9);
        slippage.Percent.ShouldBe(percent, 1e-6);
        slippage.Cost.ShouldBe(cost, 1e-6);
    }

    [Fact]
    public void Slippage_without_a_side_or_a_pip_is_refused()
    {
        Should.Throw<ArgumentException>(() => Slippage.Of(TradeSide.Unknown, 1, 1, 1, 1));
        Should.Throw<ArgumentException>(() => Slippage.Of(TradeSide.Buy, 1, 1, 1, 0));
    }

    [Fact]
    public void Slippage_of_many_is_weighted_by_size()
    {
        var statistics = new SlippageStatistics();
        statistics.MeanPips.ShouldBe(0);
        statistics.Add(Slippage.Of(TradeSide.Buy, 10, 11, 30, 1), 30);
        statistics.Add(Slippage.Of(TradeSide.Buy, 10, 7, 10, 1), 10);

        statistics.MeanPips.ShouldBe(-1);
        statistics.SizedMeanPips.ShouldBe(0);
        statistics.Cost.ShouldBe(0);
        statistics.ShareWorse.ShouldBe(0.5);
    }

    [Fact]
    public void Trades_get_their_side_by_the_quote_then_by_the_tick()
    {
        var sales = new TimeAndSales(blockVolume: 100);

        sales.Update(10, 1, 0, 0).ShouldBe(new Sale(TradeSide.Unknown, 1, 10, 0, false));
        // Above the mid.
        sales.Update(10, 3, 8, 11).ShouldBe(new Sale(TradeSide.Buy, 4, 10, 3, false));
        // At the mid: the price fell.
        sales.Update(9, 4, 8, 10).ShouldBe(new Sale(TradeSide.Sell, 8, 9.5, -1, false));
        // At the mid, the price unchanged: still the last change.
        sales.Update(9, 100, 8, 10).Side.ShouldBe(TradeSide.Sell);
        sales.Update(9, 100, 8, 10).IsBlock.ShouldBeTrue();
    }

    [Theory]
    // 1970-01-01 was a Thursday.
    [InlineData("Tokyo", 0, 0, 0)]
    [InlineData("Tokyo", 0, 539, 0)]
    [InlineData("Tokyo", 0, 540, null)]
    [InlineData("London", 0, 479, null)]
    [InlineData("London", 0, 480, 480)]
    [InlineData("Sydney", 0, 0, -120)]
    [InlineData("Sydney", 0, 1_320, 1_320)]
    // Friday night's Sydney would close on Saturday.
    [InlineData("Sydney", 1, 1_400, null)]
    [InlineData("Tokyo", 2, 60, null)]
    // Sunday evening's closes on Monday.
    [InlineData("Sydney", 3, 1_321, 5_640)]
    [InlineData("NewYork", 4, 800, 6_540)]
    public void A_session_knows_when_it_opened(string name, int day, int minute, int? opened)
    {
        var window = SessionWindow.Standard.Single(one => one.Name == name);

        window.OpenedAt((day * Day) + (minute * Minute)).ShouldBe(opened * Minute);
    }

    [Theory]
    // 1970-01-01 was a Thursday; Friday night's Sydney would close on Saturday.
    [InlineData("Tokyo", 0, 0, 0)]
    [InlineData("Tokyo", 0, 1, 1_440)]
    [InlineData("Tokyo", 1, 1, 5_760)]
    [InlineData("London", 1, 480, 1_920)]
    [InlineData("Sydney", 1, 0, 5_640)]
    public void A_session_knows_when_it_opens_next(string name, int day, int minute, int open)
    {
        var window = SessionWindow.Standard.Single(one => one.Name == name);

        window.NextOpen((day * Day) + (minute * Minute)).ShouldBe(open * Minute);
    }

    [Fact]
    public void A_session_sums_its_ticks()
    {
        var session = new SessionTotals();
        (session.Ticks, session.Vwap, session.SpreadMean, session.Volatility).ShouldBe(
            (0UL, 0, 0, 0)
        );

        session.Add(10, 2, 0.5);
        session.Add(12, 1, 0.25);
        session.Add(9, 1, 1);

        (session.Open, session.High, session.Low, session.Close).ShouldBe((10, 12, 9, 9));
        (session.Range, session.Volume, session.Ticks).ShouldBe((3, 4UL, 3UL));
        session.Vwap.ShouldBe(10.25);
        // Returns 0.2 and −0.25.
        session.Volatility.ShouldBe(0.45 / Math.Sqrt(2), 1e-12);
        (session.SpreadMin, session.SpreadMax).ShouldBe((0.25, 1));
        session.SpreadMean.ShouldBe(1.75 / 3, 1e-12);
    }
}
