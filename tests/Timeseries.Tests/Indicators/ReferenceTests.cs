using System.Globalization;
using Platform.TestKit;
using Platform.Timeseries.Indicators.Library;
using Xunit.Abstractions;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>
/// Every output of every indicator over 5,848 real candles of two symbols against two libraries of another language, or the formula
/// written out in that language (node/). The printed table is the one in docs/indicators.md.
/// </summary>
public class ReferenceTests(ITestOutputHelper output)
{
    private const double DeviationMax = 1e-9;

    [RealDataFact(DailyCandles.Aapl, DailyCandles.Spy)]
    public async Task Every_output_is_that_of_an_independent_source()
    {
        var files = new Dictionary<string, Bar[]>
        {
            ["AAPL"] = DailyCandles.AsMinutes(DailyCandles.Read(DailyCandles.Aapl)),
            ["SPY"] = DailyCandles.AsMinutes(DailyCandles.Read(DailyCandles.Spy)),
        };
        var references = await References.ComputeAsync(files);

        var lines = new List<Line>();
        foreach (var (name, bars) in files)
        {
            var others = files.First(file => file.Key != name).Value;
            lines.AddRange(Compare(name, bars, others, references[name]));
        }
        Print(lines);

        lines.Where(line => line.Deviation > line.Allowed).ShouldBeEmpty();
        lines.ShouldAllBe(line => line.Rows > 5_000);
        lines
            .Where(line => line.Rounded == 0)
            .Select(line => line.Output)
            .ToHashSet()
            .SetEquals(
                IndicatorCatalogue.All.SelectMany(definition =>
                    definition.Outputs.Select(one => $"{definition.Name}.{one}")
                )
            )
            .ShouldBeTrue("an output has no independent source");
    }

    private static IEnumerable<Line> Compare(
        string file,
        Bar[] bars,
        Bar[] others,
        Reference[] references
    )
    {
        foreach (var group in references.GroupBy(one => one.Output.Split('.')[0]))
        {
            var ours = Computed.Of(IndicatorCatalogue.Resolve(group.Key), bars, others);
            foreach (var reference in group)
            {
                var values = ours[reference.Output.Split('.')[1]];
                yield return Compare(file, bars, values, ours.Ready, reference);
            }
        }
    }

    private static Line Compare(
        string file,
        Bar[] bars,
        double[] ours,
        bool[] ready,
        Reference reference
    )
    {
        var (rows, deviation, total) = (0, 0d, 0d);
        var shift = ours.Length - reference.Values.Length;
        for (var row = Math.Max(shift, reference.From); row < ours.Length; row++)
        {
            if (!ready[row] || reference.Values[row - shift] is not { } theirs)
            {
                continue;
            }
            rows++;
            total = Math.Max(total, Math.Abs(theirs));
            var apart = Math.Abs(ours[row] - theirs);
            // One of them alone without a value is no agreement.
            apart = double.IsNaN(apart) ? double.PositiveInfinity : apart;
            var scale =
                reference.Rounded > 0
                    ? 1
                    : Math.Max(Math.Abs(theirs), ScaleOf(reference.Output, bars[row], total));
            deviation = Math.Max(deviation, apart == 0 ? 0 : apart / scale);
        }
        return new Line(
            reference.Output,
            reference.Source,
            file,
            rows,
            deviation,
            reference.Rounded,
            reference.Note
        );
    }

    /// <summary>
    /// What a deviation is relative to, when it is more than the value: a difference of prices may be next to nothing, its
    /// error is that of the prices.
    /// </summary>
    private static double ScaleOf(string output, Bar bar, double total) =>
        output switch
        {
            "macd.macd" or "macd.signal" or "macd.histogram" => bar.Close,
            "ao.ao" or "ao.signal" or "ao.histogram" => bar.Close,
            "macd_signals.mean" or "ao_signals.mean" => bar.Close,
            "adl_signals.mean" or "obv_signals.mean" => total,
            // Running totals cross zero: the greatest so far.
            "adl.adl" or "obv.obv" or "volume.price_volume_trend" => total,
            // Shares, and ratios of prices less one.
            "bollinger.percent_b" or "correlation.correlation" or "returns.return" => 1,
            "stochastic.fast_k" or "stochastic.fast_d" => 1,
            "stochastic.slow_k" or "stochastic.slow_d" => 1,
            "stoch_rsi.stoch_rsi" or "stoch_rsi.k" or "stoch_rsi.d" => 1,
            _ => 0,
        };

    private void Print(List<Line> lines)
    {
        output.WriteLine("| output | source | rows | AAPL | SPY | |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var pair in lines.GroupBy(line => (line.Output, line.Source)))
        {
            var (aapl, spy) = (pair.First(), pair.Last());
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {aapl.Output} | {aapl.Source} | {aapl.Rows:N0} | {aapl.Deviation:0.0e+0} | {spy.Deviation:0.0e+0} | {aapl.Note} |"
                )
            );
        }
    }

    private sealed record Line(
        string Output,
        string Source,
        string File,
        int Rows,
        double Deviation,
        double Rounded,
        string Note
    )
    {
        public double Allowed => Rounded > 0 ? Rounded * 1.000_001 : DeviationMax;
    }
}
