using System.Diagnostics;
using Platform.Benchmarks.Harness;
using Platform.Benchmarks.Load;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// Rows a second of InsertRows and ReadRows, beside the engine fed and read Native by the driver with the same rows.
/// </summary>
internal sealed class TablesBench : IBench
{
    private const int Rounds = 5;
    private const int BatchRows = 50_000;
    private const int Batches = 8;
    private const string Table = "account_info";
    private const long FirstTimeUs = 1_790_000_000_000_000;

    private static readonly string[] Numbers = ["balance", "equity", "margin", "free_margin"];

    public string Name => "tables";

    public string About => "InsertRows and ReadRows rows/s, beside the engine fed and read Native";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        await using var suite = await BenchSuite.StartAsync();
        var client = new TimeseriesService.TimeseriesServiceClient(suite.Open(suite.Timeseries));
        var insert = new Sample("rows/s");
        var insertEngine = new Sample("rows/s");
        var read = new Sample("rows/s");
        var readEngine = new Sample("rows/s");
        for (var round = 0; round <= Rounds; round++)
        {
            var engineRate = await InsertEngineAsync(suite, cancellation);
            var ours = await InsertAsync(suite, client, cancellation);
            var readRate = await ReadEngineAsync(suite, cancellation);
            var oursRead = await ReadAsync(suite, client, cancellation);
            if (round == 0)
            {
                // Warm-up.
                continue;
            }
            insertEngine.Add(engineRate);
            insert.Add(ours);
            readEngine.Add(readRate);
            read.Add(oursRead);
        }
        report.AddRatio("InsertRows", insert, "engine fed Native", insertEngine);
        report.AddRatio("ReadRows", read, "engine's stream, same order", readEngine);
        report.Notes.Add(
            $"Table {Table}, {Batches * BatchRows:N0} rows of 7 columns in batches of {BatchRows:N0}; one writer, one reader, each waiting for its answer."
        );
    }

    private static async Task<double> InsertAsync(
        BenchSuite suite,
        TimeseriesService.TimeseriesServiceClient client,
        CancellationToken cancellation
    )
    {
        await suite.Engine.ExecuteAsync($"TRUNCATE TABLE {Table}", ct: cancellation);
        var batches = Enumerable.Range(0, Batches).Select(WireBatch).ToList();
        var clock = Stopwatch.StartNew();
        using var call = client.InsertRows(suite.Options(suite.Timeseries, cancellation));
        foreach (var batch in batches)
        {
            await call.RequestStream.WriteAsync(
                new InsertRowsRequest
                {
                    Table = Table,
                    Batch = batch,
                    RequestId = Guid.NewGuid().ToString(),
                },
                cancellation
            );
        }
        await call.RequestStream.CompleteAsync();
        var answer = await call.ResponseAsync;
        return Rate((long)answer.AcceptedRows, clock);
    }

    private static async Task<double> InsertEngineAsync(
        BenchSuite suite,
        CancellationToken cancellation
    )
    {
        await suite.Engine.ExecuteAsync($"TRUNCATE TABLE {Table}", ct: cancellation);
        var blocks = Enumerable.Range(0, Batches).Select(EngineBlock).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var block in blocks)
        {
            await suite.Engine.InsertAsync(
                Table,
                block,
                new InsertOptions { DeduplicationToken = $"{Guid.NewGuid()}" },
                cancellation
            );
        }
        return Rate(Batches * BatchRows, clock);
    }

    private static async Task<double> ReadAsync(
        BenchSuite suite,
        TimeseriesService.TimeseriesServiceClient client,
        CancellationToken cancellation
    )
    {
        var request = new ReadRowsRequest
        {
            Table = Table,
            Columns = { "timestamp", "account_id", "currency" },
        };
        request.Columns.AddRange(Numbers);
        var clock = Stopwatch.StartNew();
        var rows = 0L;
        using var call = client.ReadRows(request, suite.Options(suite.Timeseries, cancellation));
        while (await call.ResponseStream.MoveNext(cancellation))
        {
            rows += call.ResponseStream.Current.Batch?.RowCount ?? 0;
        }
        return Rate(rows, clock);
    }

    private static async Task<double> ReadEngineAsync(
        BenchSuite suite,
        CancellationToken cancellation
    )
    {
        var clock = Stopwatch.StartNew();
        var rows = 0L;
        var blocks = suite.Engine.QueryAsync(
            "SELECT timestamp, account_id, currency, balance, equity, margin, free_margin FROM account_info "
                + "ORDER BY account_id, broker, timestamp",
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

    private static RowBatch WireBatch(int number)
    {
        var times = new Timestamps();
        var accounts = new Strings { Dictionary = { Accounts() } };
        var currencies = new Strings { Dictionary = { "USD", "EUR" } };
        var values = new Doubles();
        for (var row = 0; row < BatchRows; row++)
        {
            times.Values.Add(FirstTimeUs + (((number * BatchRows) + row) * 1_000_000L));
            accounts.Indexes.Add((uint)row % 100);
            currencies.Indexes.Add((uint)row % 2);
            values.Values.Add(row * 1.25);
        }
        var batch = new RowBatch
        {
            RowCount = BatchRows,
            Columns =
            {
                new WireColumn { Name = "timestamp", TimestampsUs = times },
                new WireColumn { Name = "account_id", Strings = accounts },
                new WireColumn { Name = "currency", Strings = currencies },
            },
        };
        foreach (var name in Numbers)
        {
            batch.Columns.Add(new WireColumn { Name = name, Doubles = values });
        }
        return batch;
    }

    private static Block EngineBlock(int number)
    {
        var accounts = Accounts();
        var rows = Enumerable.Range(0, BatchRows);
        var values = Column.Of<double>(rows.Select(row => row * 1.25).ToArray());
        var seconds = rows.Select(row =>
            (uint)((FirstTimeUs / 1_000_000) + (number * BatchRows) + row)
        );
        return new Block([
            ("timestamp", Column.Of<uint>("DateTime", seconds.ToArray())),
            ("account_id", Column.Strings(rows.Select(row => accounts[row % 100]).ToArray())),
            (
                "currency",
                Column.Strings(rows.Select(row => row % 2 == 0 ? "USD" : "EUR").ToArray())
            ),
            .. Numbers.Select(name => (name, (Column)values)),
        ]);
    }

    private static string[] Accounts() =>
        [.. Enumerable.Range(0, 100).Select(account => $"account-{account:D6}")];

    private static double Rate(long rows, Stopwatch clock) =>
        rows == Batches * BatchRows
            ? rows / clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{rows} rows, not {Batches * BatchRows}");
}
