using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.TestKit;

namespace Platform.Benchmarks.Benches;

/// <summary>What rollups and live sets of indicators together cost the ingest of ticks.</summary>
internal sealed class LiveSetsBench : IBench
{
    private const int Pairs = 3;
    private const int WarmUpBatches = 128;
    private const int Batches = 640;
    private const int Symbols = 4;

    private static readonly string[] Indicators =
    [
        "sma_20",
        "ema_50",
        "rsi_14",
        "macd_data",
        "bollinger_data",
        "stochastic_data",
        "obv_data",
    ];

    public string Name => "live-sets";

    public string About =>
        "ticks/s readable while candles are rolled up and indicators computed, beside the same without either";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var with = await BenchSuite.StartAsync(Configure);
        await using var without = await BenchSuite.StartAsync(rollsUp: false);
        var close = new PairedIngest(with, without);
        await close.WarmUpAsync(TickTape.Stretch(0, WarmUpBatches), cancellation);
        for (var i = 0; i < Pairs; i++)
        {
            await close.PairAsync(TickTape.Stretch(i + 1, Batches), cancellation);
        }
        report.AddRatio(
            "readable, rolled up, live sets on",
            close.With,
            "neither",
            close.Without,
            "≥ 0.85 of it",
            ratio => ratio >= 0.85
        );
        report.Add("the same, pair by pair", close.Ratio);
        report.Add("processor time of both", close.Cost);
        report.Notes.Add(
            $"{Batches * TickTape.SweetSpotRows:N0} ticks a round, each later than the one before. Live: {Indicators.Length} indicators of {Symbols} symbols on each second's close, {Batches / TickTape.Symbols.Length * Symbols * TickTape.SweetSpotRows * TickTape.StepUs / 1_000_000:N0} closes a round. Processor time is that of timeseries and the engine until nothing is left to do, less the same without."
        );
    }

    private static void Configure(SuiteSettings settings)
    {
        var set = 0;
        foreach (var symbol in TickTape.Symbols.Take(Symbols))
        {
            foreach (var indicator in Indicators)
            {
                settings.Set("timeseries", $"Indicators:Live:{set}:Symbol", symbol);
                settings.Set("timeseries", $"Indicators:Live:{set}:Timeframe", "1s");
                settings.Set("timeseries", $"Indicators:Live:{set}:Indicator", indicator);
                set++;
            }
        }
    }
}
