using System.ComponentModel.DataAnnotations;
using Platform.Timeseries.Indicators;

namespace Platform.Timeseries.Tests.Indicators;

public class IndicatorOptionsTests
{
    [Theory]
    [InlineData("EURUSD", "1m", "macd_data", null)]
    [InlineData("", "1m", "macd_data", "Symbol")]
    [InlineData("EURUSD", "2m", "macd_data", "Timeframe is '2m'")]
    [InlineData("EURUSD", "1m", "macd", "Indicator is 'macd'")]
    [InlineData("EURUSD", "1m", "orderbook_data", null)]
    [InlineData("EURUSD", "1m", "slippage_data", "Indicator is 'slippage_data'")]
    [InlineData("EURUSD", "1m", "correlation_data", null, "DXY")]
    [InlineData("EURUSD", "1m", "correlation_data", "OtherSymbol is 'EURUSD'", "EURUSD")]
    [InlineData("EURUSD", "1m", "correlation_data", "OtherSymbol is 'D XY'", "D XY")]
    [InlineData("EURUSD", "1m", "macd_data", "OtherSymbol is 'DXY'", "DXY")]
    public void A_live_set_that_names_nothing_there_is_is_refused_at_the_start(
        string symbol,
        string timeframe,
        string indicator,
        string? problem,
        string other = ""
    )
    {
        var options = new IndicatorOptions
        {
            Live =
            [
                new LiveSet
                {
                    Symbol = symbol,
                    Timeframe = timeframe,
                    Indicator = indicator,
                    OtherSymbol = other,
                },
            ],
        };

        var problems = options
            .Validate(new ValidationContext(options))
            .SelectMany(failure => failure.MemberNames)
            .ToList();

        problems.ShouldBe(problem is null ? [] : [$"Live:0:{problem}"]);
    }

    [Fact]
    public void A_symbol_is_compared_with_one_other_in_a_table()
    {
        LiveSet Set(string timeframe, string other) =>
            new()
            {
                Symbol = "EURUSD",
                Timeframe = timeframe,
                Indicator = "correlation_data",
                OtherSymbol = other,
            };
        var options = new IndicatorOptions
        {
            Live = [Set("1m", "DXY"), Set("5m", "GBPUSD"), Set("1m", "GBPUSD")],
        };

        options
            .Validate(new ValidationContext(options))
            .SelectMany(failure => failure.MemberNames)
            .ShouldBe(["Live:2:OtherSymbol is 'GBPUSD'"]);
    }
}
