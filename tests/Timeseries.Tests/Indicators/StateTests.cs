using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>What holds for every indicator of the catalogue whatever it computes.</summary>
public class StateTests
{
    private const int Count = 700;
    private const int Seeds = 10;

    public static TheoryData<string> Names => [.. IndicatorCatalogue.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Exactly_the_warm_up_is_not_ready_and_no_value_after_it_is_NaN(string name)
    {
        foreach (var (spec, bars, others) in Cases(name))
        {
            var computed = Computed.Of(spec, bars, others);

            computed.Ready.TakeWhile(ready => !ready).Count().ShouldBe(spec.Warmup, $"{spec}");
            computed.Ready.Skip(spec.Warmup).ShouldAllBe(ready => ready);
            foreach (var values in computed.Values)
            {
                values.Take(spec.Warmup).ShouldAllBe(value => double.IsNaN(value));
                values.Skip(spec.Warmup).ShouldAllBe(value => double.IsFinite(value), $"{spec}");
            }
        }
    }

    /// <summary>Row by row, from nothing but the candles up to it: what a row says depends on no later candle and on no state but them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_is_what_a_computation_that_ends_there_says(string name)
    {
        foreach (var (spec, bars, others) in Cases(name))
        {
            var whole = Computed.Of(spec, bars, others);
            for (var end = spec.Warmup + 1; end < Count; end += 97)
            {
                var part = Computed.Of(spec, bars[..end], others[..end]);

                for (var output = 0; output < whole.Values.Length; output++)
                {
                    part.Values[output][end - 1].ShouldBe(whole.Values[output][end - 1]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Taking_the_candles_in_parts_is_the_same_as_at_once(string name)
    {
        foreach (var (spec, bars, others) in Cases(name))
        {
            var whole = Computed.Of(spec, bars, others);
            var indicator = spec.Create();
            var random = new Random(name.Length);
            for (var start = 0; start < Count; )
            {
                var end = Math.Min(Count, start + random.Next(1, 60));
                var part = Computed.Continue(
                    indicator,
                    spec.Definition,
                    bars[start..end],
                    others[start..end]
                );
                part.Ready.ShouldBe(whole.Ready[start..end]);
                for (var output = 0; output < whole.Values.Length; output++)
                {
                    part.Values[output].ShouldBe(whole.Values[output][start..end]);
                }
                start = end;
            }
        }
    }

    /// <summary>The lookback is enough: a computation that begins that many candles earlier says the same.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_computed_from_its_lookback_is_the_row_computed_from_the_beginning(string name)
    {
        const int Long = 2_500;
        for (var seed = 0; seed < 3; seed++)
        {
            var spec = IndicatorCatalogue.Resolve(name);
            var (bars, others) = (RandomCandles.Of(seed, Long), RandomCandles.Of(seed + 50, Long));
            var whole = Computed.Of(spec, bars, others);
            for (var row = Long - 1; row > Long - 400; row -= 57)
            {
                var first = spec.Lookback.Kind switch
                {
                    LookbackKind.Candles => row - spec.Lookback.Candles,
                    LookbackKind.Session => row / 1_440 * 1_440,
                    _ => 0,
                };
                var part = Computed.Of(spec, bars[first..(row + 1)], others[first..(row + 1)]);

                part.Ready[^1].ShouldBeTrue($"{spec}");
                for (var output = 0; output < whole.Values.Length; output++)
                {
                    var value = whole.Values[output][row];
                    var scale = Math.Max(Math.Abs(value), bars[row].Close * 1e-3);
                    (Math.Abs(part.Values[output][^1] - value) / scale).ShouldBeLessThan(
                        1e-9,
                        $"{spec} {spec.Definition.Outputs[output]} of row {row}, seed {seed}"
                    );
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_candle_that_is_no_candle_is_refused_and_changes_nothing(string name)
    {
        var (spec, bars, others) = Cases(name).First();
        var indicator = spec.Create();
        var row = new double[spec.Definition.Outputs.Count];
        Computed.Continue(indicator, spec.Definition, bars[..300], others[..300]);

        Should.Throw<ArgumentException>(() =>
            indicator.Update(bars[300] with { Close = double.NaN }, others[300], row)
        );
        Should.Throw<ArgumentException>(() =>
            indicator.Update(bars[300] with { High = double.PositiveInfinity }, others[300], row)
        );

        var whole = Computed.Of(spec, bars, others);
        var rest = Computed.Continue(indicator, spec.Definition, bars[300..], others[300..]);
        for (var output = 0; output < whole.Values.Length; output++)
        {
            rest.Values[output].ShouldBe(whole.Values[output][300..]);
        }
    }

    private static IEnumerable<(IndicatorSpec Spec, Bar[] Bars, Bar[] Others)> Cases(string name)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var spec = seed == 0 ? IndicatorCatalogue.Resolve(name) : Drawn(name, seed);
            yield return (spec, RandomCandles.Of(seed, Count), RandomCandles.Of(seed + 50, Count));
        }
    }

    /// <summary>The indicator with parameters at random, the least ones included.</summary>
    private static IndicatorSpec Drawn(string name, int seed)
    {
        var random = new Random(seed);
        var definition = IndicatorCatalogue.All.Single(one => one.Name == name);
        while (true)
        {
            var parameters = definition.Parameters.Select(one =>
            {
                var most = Math.Min(one.Max, one.Min + (random.Next(3) == 0 ? 1 : 40));
                var value = one.Min + (random.NextDouble() * (most - one.Min));
                return KeyValuePair.Create(one.Name, one.IsWhole ? Math.Floor(value) : value);
            });
            if (IndicatorCatalogue.TryResolve(name, parameters, out var spec, out _))
            {
                return spec;
            }
        }
    }
}
