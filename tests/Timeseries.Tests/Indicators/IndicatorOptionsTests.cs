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
    public void A_live_set_that_names_nothing_there_is_is_refused_at_the_start(
        string symbol,
        string timeframe,
        string indicator,
        string? problem
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
                },
            ],
        };

        var problems = options
            .Validate(new ValidationContext(options))
            .SelectMany(failure => failure.MemberNames)
            .ToList();

        problems.ShouldBe(problem is null ? [] : [$"Live:0:{problem}"]);
    }
}
