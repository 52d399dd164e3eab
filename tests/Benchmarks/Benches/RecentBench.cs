using System.Diagnostics;
using Google.Protobuf;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.ClickHouse;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Benches;

/// <summary>The last 100 ticks of a symbol with 12M rows in the table, beside the same question in SQL to the engine.</summary>
internal sealed class RecentBench : IBench
{
    private const int Rounds = 5;
    private const long TableRows = 12_000_000;
    private const int Limit = 100;
    private static readonly TimeSpan OursTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EngineTime = TimeSpan.FromSeconds(2);

    public string Name => "recent";

    public string About =>
        "GetRecentTicks(100) with 12M rows in the table, 1 and 64 callers, beside the same SQL";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        await FilledTable.FillAsync(suite, TableRows, cancellation);
        foreach (var callers in (int[])[1, 64])
        {
            var ours = new Percentiles();
            var engine = new Percentiles();
            var rate = new Sample("calls/s");
            await OursAsync(suite, callers, cancellation);
            await EngineAsync(suite, callers, cancellation);
            for (var round = 0; round < Rounds; round++)
            {
                var latencies = await OursAsync(suite, callers, cancellation);
                ours.Add(latencies);
                rate.Add(latencies.Count / OursTime.TotalSeconds);
                engine.Add(await EngineAsync(suite, callers, cancellation));
            }
            var beside = $"the same SQL, {EngineCallers(callers)} at once";
            report.AddRatio(
                $"p50, {callers} at once",
                ours.P50,
                beside,
                engine.P50,
                "≤ 0.05 of it",
                ratio => ratio <= 0.05
            );
            report.AddBound($"p50, {callers} at once", ours.P50, "≤ 0.3 ms", value => value <= 0.3);
            report.AddBound(
                $"p99, {callers} at once",
                ours.P99,
                "≤ 2 ms",
                value => value <= 2,
                beside,
                engine.P99
            );
            report.Add($"answered, {callers} at once", rate);
        }
        report.Notes.Add(
            "Closed loop: each caller asks again when it is answered. 64 callers therefore wait 64 times as long as one call takes of the machine: 0.3 ms would need 213,000 calls a second, client included. The host has 8 connections, so no more than 8 ask it in SQL."
        );
    }

    private static async Task<List<double>> OursAsync(
        BenchSuite suite,
        int callers,
        CancellationToken cancellation
    )
    {
        var invoker = suite.Open(suite.Timeseries);
        var options = suite.Options(suite.Timeseries, cancellation);
        byte[][] requests =
        [
            .. TickTape.Symbols.Select(symbol =>
                new GetRecentTicksRequest { Symbol = symbol, Limit = Limit }.ToByteArray()
            ),
        ];
        return await ClosedLoop.RunAsync(
            callers,
            OursTime,
            async number =>
            {
                var answer = await invoker.AsyncUnaryCall(
                    RawCalls.GetRecentTicks,
                    null,
                    options,
                    requests[number % requests.Length]
                );
                if (answer.Rows != Limit)
                {
                    throw new InvalidOperationException($"{answer.Rows} rows came, not {Limit}");
                }
            }
        );
    }

    private static Task<List<double>> EngineAsync(
        BenchSuite suite,
        int callers,
        CancellationToken cancellation
    )
    {
        return ClosedLoop.RunAsync(
            EngineCallers(callers),
            EngineTime,
            async number =>
            {
                var rows = 0;
                var symbol = TickTape.Symbols[number % TickTape.Symbols.Length];
                var blocks = suite.Engine.QueryAsync(
                    "SELECT timestamp, bid, ask, last, volume, spread, primary_session, flags, symbol, broker, account_type FROM ticks WHERE symbol = {symbol:String} ORDER BY timestamp DESC LIMIT 100",
                    new QueryParameters { { "symbol", symbol } },
                    ct: cancellation
                );
                await foreach (var block in blocks)
                {
                    using (block)
                    {
                        rows += block.RowCount;
                    }
                }
                if (rows != Limit)
                {
                    throw new InvalidOperationException($"{rows} rows came, not {Limit}");
                }
            }
        );
    }

    /// <summary>More at once than the host has connections would only wait in its queue.</summary>
    private static int EngineCallers(int callers) => Math.Min(callers, 8);
}
