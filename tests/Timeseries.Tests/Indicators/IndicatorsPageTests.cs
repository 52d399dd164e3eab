using System.Globalization;
using Platform.TestKit;
using Platform.Timeseries.Indicators.Library;
using Xunit.Abstractions;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>docs/indicators.md lists the catalogue as the code has it.</summary>
public class IndicatorsPageTests(ITestOutputHelper output)
{
    [Fact]
    public void The_page_lists_every_indicator_as_the_catalogue_defines_it()
    {
        var page = File.ReadAllLines(Path.Combine(Checkout.Root, "docs/indicators.md"));
        var rows = IndicatorCatalogue.All.Select(RowOf).ToList();
        output.WriteLine(string.Join('\n', rows));

        rows.Except(page).ShouldBeEmpty();
    }

    private static string RowOf(IndicatorDefinition definition)
    {
        var standard = IndicatorCatalogue.Resolve(definition.Name);
        var parameters = definition.Parameters.Select(one =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Name} {one.Default} ({one.Min} – {one.Max})"
            )
        );
        var lookback = standard.Lookback.Kind switch
        {
            LookbackKind.Candles => $"{standard.Lookback.Candles}",
            LookbackKind.Session => "session",
            _ => "everything",
        };
        return $"| `{definition.Name}` {definition.Title} | {string.Join(", ", parameters)} | {string.Join(", ", definition.Outputs)} | {standard.Warmup} | {lookback} | {definition.Formula} | {definition.EdgeCases} | {definition.Cost} |";
    }
}
