using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Grpc.Core;
using Platform.Schema.V1;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>
/// kill -9 of the engine, or of the service, inside a statement that takes its time, while rows are written. After it
/// and another Apply the table is as defined and has every row that was acknowledged, once.
/// </summary>
[Collection("schema suite")]
public sealed partial class KilledMeanwhileTests(SchemaSuite suite)
{
    // More each time the statement was over before it could be met.
    private const int RowsBefore = 2_000_000;
    private const int RowsMost = 64_000_000;
    private const string Filling =
        "query_kind = 'Insert' AND query LIKE 'INSERT INTO platform_backup.%positions%SELECT%FROM%'";
    private const string Rewriting = "query_kind = 'Alter' AND query LIKE '%MODIFY COLUMN volume%'";

    private readonly SchemaService.SchemaServiceClient _schema = suite.OpenSchema();
    private readonly TimeseriesService.TimeseriesServiceClient _rows = new(suite.OpenGateway());
    private readonly ConcurrentQueue<string> _acknowledged = [];

    [Theory]
    [InlineData("clickhouse")]
    [InlineData("timeseries")]
    public async Task Killed_while_a_table_is_rebuilt_no_row_is_lost(string process)
    {
        await KillInsideAsync(process, Filling, GiveOtherKeyAsync);

        // As if somebody had made the table by hand.
        async Task GiveOtherKeyAsync()
        {
            var table = await suite.QueryClickHouseAsync(
                "SELECT create_table_query FROM system.tables WHERE database = 'trading_data' AND name = 'positions' FORMAT TSVRaw"
            );
            await suite.QueryClickHouseAsync("DROP TABLE positions SYNC");
            await suite.QueryClickHouseAsync(OrderBy().Replace(table, "ORDER BY timestamp "));
        }
    }

    [Theory]
    [InlineData("clickhouse")]
    [InlineData("timeseries")]
    public async Task Killed_while_a_column_is_rewritten_no_row_is_lost(string process)
    {
        await KillInsideAsync(
            process,
            Rewriting,
            () => suite.QueryClickHouseAsync("ALTER TABLE positions MODIFY COLUMN volume String")
        );
    }

    private async Task KillInsideAsync(string process, string statement, Func<Task> drift)
    {
        var rows = RowsBefore;
        while (!await TryKillInsideAsync(process, statement, drift, rows))
        {
            rows *= 2;
            rows.ShouldBeLessThanOrEqualTo(RowsMost, "the statement was never met");
        }
    }

    /// <summary>False when the statement, or all, was over before anything was killed.</summary>
    private async Task<bool> TryKillInsideAsync(
        string process,
        string statement,
        Func<Task> drift,
        int rows
    )
    {
        await ApplyAsync();
        await suite.QueryClickHouseAsync("TRUNCATE TABLE positions");
        await drift();
        await suite.QueryClickHouseAsync(
            "INSERT INTO positions (timestamp, position_id, symbol, position_type, volume) "
                + $"SELECT now() - number % 100000, toString(number), 'EURUSD', 'BUY', 2 FROM numbers({rows})"
        );
        _acknowledged.Clear();
        using var over = new CancellationTokenSource();
        var writer = WriteAsync(over.Token);
        try
        {
            if (!await ApplyAndKillAsync(process, statement, writer))
            {
                return false;
            }
        }
        finally
        {
            await over.CancelAsync();
            await writer;
        }
        await CheckAsync(rows);
        return true;
    }

    private async Task<bool> ApplyAndKillAsync(string process, string statement, Task writer)
    {
        await AcknowledgedAsync(1, writer);
        var apply = ApplyOnceAsync();
        var killed = suite.ClickHouse.Name == process ? suite.ClickHouse : suite.Timeseries;
        await Wait.UntilAsync(
            async () =>
                apply.IsCompleted
                || await suite.QueryClickHouseAsync(
                    $"SELECT count() FROM system.processes WHERE {statement}"
                ) != "0",
            "the statement runs"
        );
        if (apply.IsCompleted)
        {
            (await apply).ShouldBeTrue("nothing was killed yet");
            return false;
        }

        await killed.RestartAsync();

        if (await apply)
        {
            // The machine stopped here for longer than the rest took: the kill met nothing.
            return false;
        }
        await ApplyAsync();
        // And it goes on.
        await AcknowledgedAsync(_acknowledged.Count + 1, writer);
        return true;
    }

    private Task AcknowledgedAsync(int rows, Task writer) =>
        Wait.UntilAsync(
            () => writer.IsCompleted || _acknowledged.Count >= rows,
            $"{rows} rows are acknowledged"
        );

    private async Task CheckAsync(int rows)
    {
        (
            await _schema.ValidateAsync(new ValidateRequest(), suite.Headers)
        ).Differences.ShouldBeEmpty();
        var stored = (
            await suite.QueryClickHouseAsync(
                "SELECT position_id FROM positions WHERE symbol = 'WRITER' FORMAT TSV"
            )
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        stored.ShouldBeUnique();
        _acknowledged.Except(stored).ShouldBeEmpty("acknowledged, and not there");
        (
            await suite.QueryClickHouseAsync(
                "SELECT count(), uniqExact(position_id), sum(volume) FROM positions WHERE symbol = 'EURUSD'"
            )
        ).ShouldBe($"{rows}\t{rows}\t{2L * rows}");
        // Nothing is left of the rebuild, and merges are not stopped.
        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM system.tables WHERE database = 'platform_backup' AND name LIKE 'positions%__parts'"
            )
        ).ShouldBe("0");
        await suite.QueryClickHouseAsync("OPTIMIZE TABLE positions FINAL");
    }

    /// <summary>Row by row; what fails may be there or not, and is not written again.</summary>
    private async Task WriteAsync(CancellationToken over)
    {
        for (var number = 0; !over.IsCancellationRequested; number++)
        {
            var id = $"w{number}";
            try
            {
                // An insert that has begun is seen through: what it answers counts.
                using var call = _rows.InsertRows(
                    suite.KeyHeaders,
                    cancellationToken: CancellationToken.None
                );
                await call.RequestStream.WriteAsync(
                    new InsertRowsRequest
                    {
                        Table = "positions",
                        Batch = TableClient.Batch(
                            WireValues.Make(
                                "timestamp",
                                "timestamps_us",
                                [DateTimeOffset.UtcNow.ToUnixTimeSeconds() * 1_000_000]
                            ),
                            WireValues.Make("position_id", "strings", [id]),
                            WireValues.Make("position_type", "strings", ["BUY"]),
                            WireValues.Make("symbol", "strings", ["WRITER"]),
                            // Else it were '' as long as the column is no number, and could become none.
                            WireValues.Make("volume", "doubles", [1.0])
                        ),
                    },
                    CancellationToken.None
                );
                await call.RequestStream.CompleteAsync();
                (await call.ResponseAsync).AcceptedRows.ShouldBe(1u);
                _acknowledged.Enqueue(id);
            }
            catch (RpcException)
            {
                await Task.Delay(10, CancellationToken.None);
            }
        }
    }

    /// <summary>Until it is through: the service may still be coming back.</summary>
    private Task ApplyAsync() => Wait.UntilAsync(ApplyOnceAsync, "the schema is applied");

    private async Task<bool> ApplyOnceAsync()
    {
        try
        {
            var all = await UpgradeTests.RunAsync(
                _schema.Apply(
                    new ApplyRequest { Pack = "neliti", AllowDestructive = true },
                    suite.Headers
                ),
                response => response.Progress
            );
            return all[^1].State == StepState.Finished;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"ORDER BY \([^)]*\) ")]
    private static partial Regex OrderBy();
}
