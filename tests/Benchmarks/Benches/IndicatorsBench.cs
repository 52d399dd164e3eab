using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Platform.Benchmarks.Harness;
using Platform.TestKit;
using Platform.Timeseries.Indicators.Library;

namespace Platform.Benchmarks.Benches;

/// <summary>Candles a second through each indicator and through all of them, beside technicalindicators in node.</summary>
internal sealed class IndicatorsBench : IBench
{
    private const string AllOfThem = "all of them";
    private const int Candles = 20_000;
    private const int Rounds = 5;
    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(150);

    public string Name => "indicators";

    public string About => "candles/s of each indicator and of the set, beside technicalindicators";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var theirs = await TheirsAsync();
        var bars = Walk(new Random(1));
        var others = Walk(new Random(2));
        var specs = IndicatorCatalogue
            .All.Select(one => IndicatorCatalogue.Resolve(one.Name))
            .ToArray();
        var comparable = specs.Where(spec => theirs.ContainsKey(spec.Definition.Name)).ToArray();
        foreach (var spec in specs)
        {
            Add(report, spec.Definition.Name, Measure([spec], bars, others, cancellation), theirs);
        }
        Add(report, AllOfThem, Measure(comparable, bars, others, cancellation), theirs);
        Add(
            report,
            $"the whole catalogue ({specs.Length})",
            Measure(specs, bars, others, cancellation),
            theirs
        );
        report.Notes.Add(
            $"{Candles:N0} candles of a random walk, standard parameters, one thread; '{AllOfThem}' is every candle through the "
                + $"{comparable.Length} indicators both have. technicalindicators computes whole arrays, ours candle by candle as live; its ichimoku, "
                + "stochastic and ao give fewer outputs. No wire and no storage in either."
        );
    }

    private static void Add(
        Report report,
        string name,
        Sample ours,
        Dictionary<string, double[]> theirs
    )
    {
        if (!theirs.TryGetValue(name, out var rounds))
        {
            report.Add(name, ours);
            return;
        }
        var reference = new Sample("candles/s");
        foreach (var round in rounds)
        {
            reference.Add(round);
        }
        report.AddRatio(name, ours, "technicalindicators", reference);
    }

    private static Sample Measure(
        IndicatorSpec[] specs,
        Bar[] bars,
        Bar[] others,
        CancellationToken cancellation
    )
    {
        var sample = new Sample("candles/s");
        var row = new double[specs.Max(spec => spec.Definition.Outputs.Count)];
        for (var round = -1; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            var passes = 0;
            do
            {
                Pass(specs, bars, others, row);
                passes++;
            } while (clock.Elapsed < RoundTime);
            // The first round compiles.
            if (round >= 0)
            {
                sample.Add((double)passes * Candles / clock.Elapsed.TotalSeconds);
            }
        }
        return sample;
    }

    private static void Pass(IndicatorSpec[] specs, Bar[] bars, Bar[] others, double[] row)
    {
        var states = specs.Select(spec => spec.Create()).ToArray();
        for (var i = 0; i < bars.Length; i++)
        {
            for (var state = 0; state < states.Length; state++)
            {
                if (specs[state].Definition.Symbols == 2)
                {
                    states[state].Update(bars[i], others[i], row);
                }
                else
                {
                    states[state].Update(bars[i], row);
                }
            }
        }
    }

    private static async Task<Dictionary<string, double[]>> TheirsAsync()
    {
        var root = Harness.Checkout.Root;
        var packages = await NodePackages.InstallAsync(
            Path.Combine(root, "tests/Timeseries.Tests/Indicators/node")
        );
        string[] numbers =
        [
            .. new[] { Candles, Rounds, RoundTime.TotalMilliseconds }.Select(one =>
                one.ToString(CultureInfo.InvariantCulture)
            ),
        ];
        var printed = await Programs.RunAsync(
            "node",
            ["indicators.cjs", .. numbers],
            Path.Combine(root, "tests/Benchmarks/node"),
            ("NODE_PATH", packages)
        );
        return JsonSerializer.Deserialize<Dictionary<string, double[]>>(printed)!;
    }

    private static Bar[] Walk(Random random)
    {
        var bars = new Bar[Candles];
        var price = 100d;
        for (var i = 0; i < Candles; i++)
        {
            var open = price;
            price *= 1 + ((random.NextDouble() - 0.5) * 0.01);
            bars[i] = new Bar(
                i * 60_000_000L,
                open,
                Math.Max(open, price) * (1 + (random.NextDouble() * 0.002)),
                Math.Min(open, price) * (1 - (random.NextDouble() * 0.002)),
                price,
                random.Next(1_000_000)
            );
        }
        return bars;
    }
}
