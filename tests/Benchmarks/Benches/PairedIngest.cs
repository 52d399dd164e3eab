using System.Diagnostics;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// What something done beside ingest costs it: two suites, one with and one without, given the same ticks in pairs of rounds,
/// which of them first taking turns. A round begins when neither suite has anything left to do, merges included.
/// </summary>
internal sealed class PairedIngest(BenchSuite with, BenchSuite without)
{
    private const int Calls = 2;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    private int _pairs;

    public Sample With { get; } = new("ticks/s");

    public Sample Without { get; } = new("ticks/s");

    /// <summary>With over without, by pair.</summary>
    public Sample Ratio { get; } = new("of the rate without");

    /// <summary>Processor time until nothing is left to do, less that of the suite without.</summary>
    public Sample Cost { get; } = new("µs/tick");

    /// <summary>Until nothing is left to do.</summary>
    public Sample Done { get; } = new("ticks/s");

    public async Task WarmUpAsync(byte[][] batches, CancellationToken cancellation)
    {
        await RoundAsync(with, batches, cancellation);
        await RoundAsync(without, batches, cancellation);
    }

    public async Task PairAsync(byte[][] batches, CancellationToken cancellation)
    {
        var withFirst = _pairs++ % 2 == 0;
        var first = await RoundAsync(withFirst ? with : without, batches, cancellation);
        var second = await RoundAsync(withFirst ? without : with, batches, cancellation);
        var (ours, theirs) = withFirst ? (first, second) : (second, first);
        With.Add(ours.Readable);
        Without.Add(theirs.Readable);
        Ratio.Add(ours.Readable / theirs.Readable);
        Cost.Add(ours.ProcessorUs - theirs.ProcessorUs);
        Done.Add(ours.Done);
    }

    private static async Task<(double Readable, double Done, double ProcessorUs)> RoundAsync(
        BenchSuite suite,
        byte[][] batches,
        CancellationToken cancellation
    )
    {
        var before = ProcessorTime(suite);
        var clock = Stopwatch.StartNew();
        var door = suite.Timeseries;
        var round = await IngestRound.RunAsync(suite, suite.Open(door), door, batches, Calls);
        var stored = await SumAsync(suite, "ticks", "log_offset", cancellation);
        // Rarely: asking costs too.
        while (suite.RollsUp && await RolledUpAsync(suite, cancellation) < stored)
        {
            await Task.Delay(Poll, cancellation);
        }
        var done = clock.Elapsed;
        while (await MergesAsync(suite, cancellation) > 0)
        {
            await Task.Delay(Poll, cancellation);
        }
        var used = ProcessorTime(suite) - before;
        return (
            round.Rows / round.Readable.TotalSeconds,
            round.Rows / done.TotalSeconds,
            used.TotalMicroseconds / round.Rows
        );
    }

    private static Task<ulong> RolledUpAsync(BenchSuite suite, CancellationToken cancellation) =>
        SumAsync(suite, "candle_progress", "through", cancellation);

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

    private static async Task<ulong> MergesAsync(
        BenchSuite suite,
        CancellationToken cancellation
    ) =>
        await suite.Engine.QueryScalarAsync<ulong>(
            "SELECT count() FROM system.merges",
            ct: cancellation
        );

    private static TimeSpan ProcessorTime(BenchSuite suite) =>
        Machine.ProcessorTime(suite.Timeseries.Pid) + Machine.ProcessorTime(suite.ClickHouse.Pid);
}
