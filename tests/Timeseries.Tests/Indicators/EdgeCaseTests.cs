using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>What the definitions promise where the formula has no value.</summary>
public class EdgeCaseTests
{
    private const int Count = 200;

    public static TheoryData<string, string, double> OfFlatPrices =>
        new()
        {
            { "rsi", "rsi", 50 },
            { "mfi", "mfi", 50 },
            { "stochastic", "fast_k", 50 },
            { "stochastic", "slow_d", 50 },
            { "stoch_rsi", "d", 50 },
            { "bollinger", "width", 0 },
            { "bollinger", "percent_b", 0.5 },
            { "macd", "histogram", 0 },
            { "adl", "adl", 0 },
            { "obv", "obv", 0 },
            { "atr", "atr", 0 },
            { "returns", "volatility", 0 },
            { "correlation", "correlation", 0 },
            { "volume", "price_volume_trend", 0 },
            { "vwap", "vwap", 7 },
            { "volume_profile", "point_of_control", 7 },
            { "volume_profile", "value_high", 7 },
        };

    [Theory]
    [MemberData(nameof(OfFlatPrices))]
    public void Flat_prices_have_a_value(string name, string output, double value) =>
        Last(name, output, _ => new Bar(0, 7, 7, 7, 7, 3)).ShouldBe(value, 1e-12);

    [Theory]
    [InlineData("mfi", "mfi", 50)]
    [InlineData("volume", "volume_ratio", 0)]
    [InlineData("adl", "adl", 0)]
    public void No_volume_has_a_value(string name, string output, double value) =>
        Last(name, output, i => new Bar(0, i, i + 2, i, i + 1, 0)).ShouldBe(value);

    [Fact]
    public void Without_volume_a_volume_weighted_price_is_the_mean_of_typical_prices()
    {
        // Typical prices 1 to 200; the window holds the last twenty.
        Last("vwap", "vwap", i => new Bar(0, i, i + 1, i + 1, i + 1, 0)).ShouldBe(100.5, 1e-9);
        Last("vwap_rolling", "vwap", i => new Bar(0, i, i + 1, i + 1, i + 1, 0))
            .ShouldBe(190.5, 1e-9);
    }

    [Theory]
    [InlineData("rsi", "rsi", 100)]
    [InlineData("mfi", "mfi", 100)]
    public void Rises_alone_are_a_hundred(string name, string output, double value) =>
        Last(name, output, i => new Bar(0, i + 1, i + 1, i + 1, i + 1, 5)).ShouldBe(value);

    [Theory]
    [InlineData("rsi", "rsi", 0)]
    [InlineData("mfi", "mfi", 0)]
    public void Falls_alone_are_nought(string name, string output, double value) =>
        Last(name, output, i => new Bar(0, 300 - i, 300 - i, 300 - i, 300 - i, 5)).ShouldBe(value);

    [Fact]
    public void A_price_before_of_nought_gives_a_return_of_nought() =>
        Last("returns", "return", _ => new Bar(0, 0, 0, 0, 0, 5)).ShouldBe(0);

    /// <summary>Wilder's smoothing, step by step.</summary>
    [Fact]
    public void A_relative_strength_worked_by_hand_is_met()
    {
        // Changes +2 −1 +3 −2 | +1: means of the first four (5/4, 3/4), then (4.75/4, 2.25/4).
        double[] closes = [10, 12, 11, 14, 12, 13];
        var spec = IndicatorCatalogue.Resolve("rsi", ("period", 4));
        var bars = closes.Select(close => new Bar(0, close, close, close, close, 1)).ToArray();

        var rsi = Computed.Of(spec, bars, bars)["rsi"];

        rsi[4].ShouldBe(100 - (100 / (1 + (5d / 3))), 1e-12);
        rsi[5].ShouldBe(100 - (100 / (1 + (4.75 / 2.25))), 1e-12);
    }

    /// <summary>A sum that subtracts what leaves would keep the rounding of the huge volume for ever.</summary>
    [Fact]
    public void A_huge_value_that_left_the_window_leaves_nothing_behind()
    {
        Bar Candle(int i) => new(0, 1, 1, 1, 1, i == 50 ? 1e300 : 0.1);

        Last("volume", "volume_ma", Candle).ShouldBe(0.1, 1e-15);
        Last("bollinger", "width", i => Price(i == 50 ? 1e15 : 1 + (i % 2 * 1e-6)))
            .ShouldBe(2e-6 / 1.0000005, 1e-14);

        static Bar Price(double price) => new(0, price, price, price, price, 1);
    }

    private static double Last(string name, string output, Func<int, Bar> candle)
    {
        var bars = Enumerable.Range(0, Count).Select(candle).ToArray();
        return Computed.Of(IndicatorCatalogue.Resolve(name), bars, bars)[output][^1];
    }
}
