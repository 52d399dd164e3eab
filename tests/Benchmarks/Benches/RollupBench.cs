using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// What candle rollups cost the ingest of ticks, and what they take themselves: for ticks close together (a thousand a second of
/// each symbol) and far apart (one in two seconds, so that nearly every tick is a candle of a second).
/// </summary>
internal sealed class RollupBench : IBench
{
    private const int Pairs = 3;
    private const int FarPairs = 1;
    private const int Batches = 640;
    private const int FarBatches = 96;
    private const long FarApartUs = 2_000_000;

    public string Name => "rollup";

    public string About => "ticks/s readable while candles are rolled up, beside the same without";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var with = await BenchSuite.StartAsync();
        await using var without = await BenchSuite.StartAsync(rollsUp: false);
        var far = new PairedIngest(with, without);
        for (var i = 0; i < FarPairs; i++)
        {
            var batches = TickTape.OneSymbolEach(FarBatches, stepUs: FarApartUs);
            await far.PairAsync(batches, cancellation);
        }
        var close = new PairedIngest(with, without);
        for (var i = 0; i < Pairs; i++)
        {
            await close.PairAsync(TickTape.Stretch(i, Batches), cancellation);
        }
        report.AddRatio(
            "readable, candles rolled up meanwhile",
            close.With,
            "rollups off",
            close.Without,
            "≥ 0.85 of it",
            ratio => ratio >= 0.85
        );
        report.Add("the same, pair by pair", close.Ratio);
        report.Add("readable and rolled up", close.Done);
        report.Add("processor time of a rollup", close.Cost);
        report.Add("readable and rolled up, ticks far apart", far.Done);
        report.Add("processor time of a rollup, ticks far apart", far.Cost);
        report.Notes.Add(
            $"{Batches * TickTape.SweetSpotRows:N0} ticks a round, each later than the one before; far apart {FarBatches * TickTape.SweetSpotRows:N0}, at the same event times, so every candle is met again. Processor time is that of timeseries and the engine until nothing is left to do, merges included, less the same without rollups."
        );
    }
}
