using Grpc.Core;
using Platform.Common.V1;
using Platform.Faults.Backups;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Transfers;

/// <summary>What may not be imported: rows of the service's own, and those a table's definition refuses.</summary>
[Collection("backup suite")]
public sealed class ImportRuleTests(BackupSuite suite, ITestOutputHelper output) : IDisposable
{
    private readonly string _place = Directory
        .CreateTempSubdirectory("platform-transfer-")
        .FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory]
    [InlineData("candle_progress", "log_partition,through\n0,9000000000000000000\n")]
    [InlineData("candles", "symbol,through\nEURUSD,9000000000000000000\n")]
    [InlineData("platform_import_journal", "source,target,chunk,rows\nx,market_data,0,1\n")]
    public async Task What_the_service_keeps_itself_takes_no_rows_of_a_caller(
        string table,
        string rows
    )
    {
        (await RefusedAsync(table, rows)).ShouldContain("keeps");

        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
        using var call = client.InsertRows(suite.KeyHeaders);
        var numbers = new Column { Name = "through", Uints = new() };
        numbers.Uints.Values.Add(ulong.MaxValue);
        await call.RequestStream.WriteAsync(
            new InsertRowsRequest
            {
                Table = table,
                Batch = new RowBatch { RowCount = 1, Columns = { numbers } },
            }
        );
        await call.RequestStream.CompleteAsync();
        var refused = await Should.ThrowAsync<RpcException>(async () => await call);
        refused.StatusCode.ShouldBeOneOf(StatusCode.InvalidArgument, StatusCode.NotFound);
        output.WriteLine(refused.Status.Detail);
    }

    [Fact]
    public async Task A_row_its_definition_refuses_is_named_and_nothing_of_its_chunk_is_stored()
    {
        (
            await RefusedAsync(
                "market_data",
                "timestamp,symbol,timeframe,open\n2024-01-01,RULES,1d,1\n2024-01-02,RULES,1d,nan\n"
            )
        ).ShouldContain("Row 2 can't be read: column open: NaN");
        (
            await RefusedAsync(
                "market_data",
                "timestamp,symbol,timeframe,close\n2024-01-01,RULES,1d,-inf\n"
            )
        ).ShouldContain("Row 1 can't be read: column close: NaN");
        (await RefusedAsync("market_data", "symbol,timeframe,open\nRULES,1d,1\n")).ShouldContain(
            "Row 1 can't be read: column timestamp: it has to be given"
        );
        (
            await RefusedAsync(
                "market_data",
                "timestamp,symbol,timeframe,open\n2024-01-01,RULES,1d,1\n,RULES,1d,2\n"
            )
        ).ShouldContain("Row 2 can't be read: column timestamp: it has to be given");

        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM market_data WHERE symbol = 'RULES'"
            )
        ).ShouldBe("0");
        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM system.tables WHERE startsWith(name, 'platform_import_') AND name != 'platform_import_journal'"
            )
        ).ShouldBe("0");
    }

    [Fact]
    public async Task A_caller_can_not_lift_what_a_definition_says_of_NaN()
    {
        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
        using var call = client.InsertRows(suite.KeyHeaders);
        var times = new Column { Name = "timestamp", TimestampsUs = new() };
        times.TimestampsUs.Values.Add(1_704_067_200_000_000);
        var symbols = new Column { Name = "symbol", Strings = new() };
        symbols.Strings.Dictionary.Add("RULES");
        symbols.Strings.Indexes.Add(0);
        var opens = new Column { Name = "open", Doubles = new() };
        opens.Doubles.Values.Add(double.NaN);
        var request = new InsertRowsRequest
        {
            Table = "market_data",
            Batch = new RowBatch { RowCount = 1, Columns = { times, symbols, opens } },
        };
#pragma warning disable CS0612 // Without effect, which is what is asked here.
        request.AllowNonFinite = true;
#pragma warning restore CS0612
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();

        var answer = await call;

        answer.AcceptedRows.ShouldBe(0UL);
        answer.Rejects.Single().Column.ShouldBe("open");
        answer.Rejects.Single().Detail.ShouldContain("NaN");
    }

    private async Task<string> RefusedAsync(string table, string rows)
    {
        var file = Path.Combine(_place, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(file, rows);
        var result = await LauncherCalls.TryAsync(
            "import",
            table,
            file,
            "--data",
            suite.DataDirectory
        );
        var text = string.Join('\n', result.Lines);
        output.WriteLine(text);
        result.ExitCode.ShouldBe(1, text);
        return text.ReplaceLineEndings(" ");
    }
}
