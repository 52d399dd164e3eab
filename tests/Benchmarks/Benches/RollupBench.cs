using System.Diagnostics;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.TestKit;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// What candle rollups cost the ingest of ticks, and what live sets of indicators do on top: three suites given the same ticks
/// in turns, one with neither, one with rollups, one with both; and
/// what the rollups themselves take, for ticks close together (a thousand a second of each symbol) and far apart (one in two
/// seconds, so that nearly every tick is a candle of a second).
/// </summary>
internal sealed class RollupBench : IBench
{
    private const int Rounds = 5;
    private const int WarmUps = 1;
    private const int Batches = 112;
    private const int Calls = 2;
    private const long FarApartUs = 2_000_000;
    private const int LiveSymbols = 4;

    private static readonly string[] LiveIndicators =
    [
        "sma_20",
        "ema_50",
        "rsi_14",
        "macd_data",
        "bollinger_data",
        "stochastic_data",
        "obv_data",
    ];

    public string Name => "rollup";

    public string About => "ticks/s readable while candles are rolled up, beside the same without";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var with = await BenchSuite.StartAsync();
        await using var without = await BenchSuite.StartAsync(settings =>
            settings.Set("timeseries", "CandleRollup:Enabled", "false")
        );
        await using var live = await BenchSuite.StartAsync(WithLiveSets);
        for (var i = 0; i < WarmUps; i++)
        {
            var close = CloseTogether(i);
            await RoundAsync(with, close, rollsUp: true, cancellation);
            await RoundAsync(live, close, rollsUp: true, cancellation);
            await RoundAsync(without, close, rollsUp: false, cancellation);
        }
        var readable = new Sample("ticks/s");
        var alone = new Sample("ticks/s");
        var extra = new Sample("µs/tick");
        var rolledUp = new Sample("ticks/s");
        var readableLive = new Sample("ticks/s");
        var extraLive = new Sample("µs/tick");
        for (var round = 0; round < Rounds; round++)
        {
            var close = CloseTogether(WarmUps + round);
            var plain = await RoundAsync(without, close, rollsUp: false, cancellation);
            var rolled = await RoundAsync(with, close, rollsUp: true, cancellation);
            alone.Add(plain.Readable);
            readable.Add(rolled.Readable);
            rolledUp.Add(rolled.RolledUp);
            extra.Add(rolled.ProcessorUs - plain.ProcessorUs);
            var both = await RoundAsync(live, close, rollsUp: true, cancellation);
            readableLive.Add(both.Readable);
            extraLive.Add(both.ProcessorUs - plain.ProcessorUs);
        }
        var farExtra = new Sample("µs/tick");
        var farRolledUp = new Sample("ticks/s");
        for (var round = 0; round < Rounds; round++)
        {
            var far = TickTape.OneSymbolEach(Batches / 16, stepUs: FarApartUs);
            var plain = await RoundAsync(without, far, rollsUp: false, cancellation);
            var rolled = await RoundAsync(with, far, rollsUp: true, cancellation);
            farRolledUp.Add(rolled.RolledUp);
            farExtra.Add(rolled.ProcessorUs - plain.ProcessorUs);
        }
        report.AddRatio(
            "readable, candles rolled up meanwhile",
            readable,
            "rollups off",
            alone,
            "≥ 0.85 of it",
            ratio => ratio >= 0.85
        );
        report.AddRatio(
            "readable, rolled up, live sets on",
            readableLive,
            "neither",
            alone,
            "≥ 0.85 of it",
            ratio => ratio >= 0.85
        );
        report.Add("readable and rolled up", rolledUp);
        report.Add("processor time of a rollup", extra);
        report.Add("processor time of both", extraLive);
        report.Add("readable and rolled up, ticks far apart", farRolledUp);
        report.Add("processor time of a rollup, ticks far apart", farExtra);
        report.Notes.Add(
            $"{Batches * TickTape.SweetSpotRows:N0} ticks a round, each later than the one before; far apart {Batches / 16 * TickTape.SweetSpotRows:N0}, at the same event times, so every candle is met again. Live: {LiveIndicators.Length} indicators of {LiveSymbols} symbols on each second's close. Processor time is that of timeseries and the engine until all is rolled up, less the same without rollups until all is readable."
        );
    }

    private static byte[][] CloseTogether(int round) =>
        TickTape.OneSymbolEach(
            Batches,
            firstTimeUs: TickTape.FirstTimeUs
                + ((long)round * Batches * TickTape.SweetSpotRows * TickTape.StepUs)
        );

    private static void WithLiveSets(SuiteSettings settings)
    {
        var set = 0;
        foreach (var symbol in TickTape.Symbols.Take(LiveSymbols))
        {
            foreach (var indicator in LiveIndicators)
            {
                settings.Set("timeseries", $"Indicators:Live:{set}:Symbol", symbol);
                settings.Set("timeseries", $"Indicators:Live:{set}:Timeframe", "1s");
                settings.Set("timeseries", $"Indicators:Live:{set}:Indicator", indicator);
                set++;
            }
        }
    }

    private static async Task<(double Readable, double RolledUp, double ProcessorUs)> RoundAsync(
        BenchSuite suite,
        byte[][] batches,
        bool rollsUp,
        CancellationToken cancellation
    )
    {
        var before = ProcessorTime(suite);
        var clock = Stopwatch.StartNew();
        var round = await IngestRound.RunAsync(
            suite,
            suite.Open(suite.Timeseries),
            suite.Timeseries,
            batches,
            Calls
        );
        var stored = rollsUp ? await SumAsync(suite, "ticks", "log_offset", cancellation) : 0;
        while (
            rollsUp && await SumAsync(suite, "candle_progress", "through", cancellation) < stored
        )
        {
            // Rarely: asking costs too.
            await Task.Delay(250, cancellation);
        }
        var took = clock.Elapsed;
        var used = ProcessorTime(suite) - before;
        return (
            round.Rows / round.Readable.TotalSeconds,
            round.Rows / took.TotalSeconds,
            used.TotalMicroseconds / round.Rows
        );
    }

    private static async Task<ulong> SumAsync(
        BenchSuite suite,
        string table,
        string offset,
        CancellationToken cancellation
    ) =>
        await suite.Engine.QueryScalarAsync<ulong>(
            $"SELECT sum(newest) FROM (SELECT max({offset}) AS newest FROM {table} GROUP BY log_partition)",
            ct: cancellation
        );

    private static TimeSpan ProcessorTime(BenchSuite suite) =>
        Machine.ProcessorTime(suite.Timeseries.Pid) + Machine.ProcessorTime(suite.ClickHouse.Pid);
}
