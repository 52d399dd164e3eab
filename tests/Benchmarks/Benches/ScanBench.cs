using System.Diagnostics;
using Google.Protobuf;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>Rows a second of ReadTicks over several symbols, beside the engine's own Native stream of the same rows.</summary>
internal sealed class ScanBench : IBench
{
    private const int Rounds = 5;
    private const long TableRows = 2_000_000;

    public string Name => "scan";

    public string About => "ReadTicks rows/s, beside the engine's own Native stream";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        await FilledTable.FillAsync(suite, TableRows, cancellation);
        var ours = new Sample("rows/s");
        var ordered = new Sample("rows/s");
        var plain = new Sample("rows/s");
        await OursAsync(suite, cancellation);
        await EngineAsync(suite, " ORDER BY symbol, broker, timestamp", cancellation);
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await OursAsync(suite, cancellation));
            ordered.Add(
                await EngineAsync(
                    suite,
                    " ORDER BY symbol, broker, timestamp, log_offset, log_row",
                    cancellation
                )
            );
            plain.Add(await EngineAsync(suite, "", cancellation));
        }
        report.AddRatio(
            "ReadTicks",
            ours,
            "engine's stream, same order",
            ordered,
            "≥ 0.6",
            ratio => ratio >= 0.6
        );
        report.AddRatio("ReadTicks", ours, "engine's stream, any order", plain);
        report.Notes.Add(
            "The engine's stream is read by the driver over HTTP, columns as arrays, nothing made of them; both give the same columns."
        );
    }

    private static async Task<double> OursAsync(BenchSuite suite, CancellationToken cancellation)
    {
        var request = new ReadTicksRequest { Symbols = { TickTape.Symbols } }.ToByteArray();
        var clock = Stopwatch.StartNew();
        long rows = 0;
        using var call = suite
            .Open(suite.Timeseries)
            .AsyncServerStreamingCall(
                RawCalls.ReadTicks,
                null,
                suite.Options(suite.Timeseries, cancellation),
                request
            );
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            rows += call.ResponseStream.Current.Rows;
        }
        return Rate(rows, clock);
    }

    private static async Task<double> EngineAsync(
        BenchSuite suite,
        string order,
        CancellationToken cancellation
    )
    {
        var clock = Stopwatch.StartNew();
        long rows = 0;
        var blocks = suite.Engine.QueryAsync(
            "SELECT timestamp, bid, ask, last, volume, spread, primary_session, flags, symbol, broker, account_type FROM ticks"
                + order,
            ct: cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                rows += block.RowCount;
            }
        }
        return Rate(rows, clock);
    }

    private static double Rate(long rows, Stopwatch clock) =>
        rows >= TableRows
            ? rows / clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{rows} rows came, the table has more");
}
