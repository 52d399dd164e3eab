using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

public class CatalogueTests
{
    [Fact]
    public void Parameters_that_are_not_named_are_the_standard_ones() =>
        IndicatorCatalogue
            .Resolve("macd", ("signal", 5))
            .ToString()
            .ShouldBe("macd(fast=12,slow=26,signal=5)");

    [Theory]
    [InlineData("smma", "", 0, "there is no indicator 'smma'; there are sma, ema")]
    [InlineData("sma", "length", 9, "sma has no parameter 'length'; it has period")]
    [InlineData("obv", "period", 9, "obv has no parameters, 'period' was named")]
    [InlineData("sma", "period", 0, "period is 0; it must be a whole number from 1 to 5000")]
    [InlineData("sma", "period", 2.5, "period is 2.5; it must be a whole number")]
    [InlineData("sma", "period", 5001, "from 1 to 5000")]
    [InlineData("sma", "period", double.NaN, "period is NaN")]
    [InlineData("bollinger", "deviations", -1, "deviations is -1; it must be a number from 0.01")]
    [InlineData("macd", "fast", 26, "fast must be less than slow")]
    public void What_is_not_there_or_out_of_bounds_is_refused_with_what_is_allowed(
        string name,
        string parameter,
        double value,
        string problem
    )
    {
        KeyValuePair<string, double>[] parameters =
            parameter.Length == 0 ? [] : [KeyValuePair.Create(parameter, value)];

        IndicatorCatalogue.TryResolve(name, parameters, out _, out var said).ShouldBeFalse();

        said.ShouldContain(problem);
    }

    [Fact]
    public void Every_definition_says_what_it_is()
    {
        IndicatorCatalogue.All.Select(one => one.Name).ShouldBeUnique();
        foreach (var definition in IndicatorCatalogue.All)
        {
            definition.Formula.ShouldNotBeEmpty();
            definition.EdgeCases.ShouldNotBeEmpty();
            definition.Outputs.ShouldNotBeEmpty();
            definition.Outputs.ShouldBeUnique();
            definition.Parameters.ShouldAllBe(one => one.Check(one.Default) == null);
        }
    }
}
