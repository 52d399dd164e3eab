using System.Globalization;
using System.Text;
using Grpc.Core;
using Platform.Faults.Backups;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Transfers;

/// <summary>Imports and exports as their user gives them, also with processes killed under them.</summary>
[Collection("backup suite")]
public sealed class TransferTests(BackupSuite suite, ITestOutputHelper output) : IDisposable
{
    private const int Rows = 240_000;
    private const string Sum = "SELECT count(), sum(cityHash64(tuple(*))) FROM ";
    private readonly string _place = Directory
        .CreateTempSubdirectory("platform-transfer-")
        .FullName;
    private readonly string _run = $"t{Guid.NewGuid().ToString("N")[..8]}";

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [RealDataFact("candles/aapl.zip")]
    public async Task Aapls_candles_are_exported_and_imported_again_equal_in_every_format()
    {
        await CreateCandlesAsync(_run);
        var file = RealData.PathOf("candles/aapl.zip");
        string[] import =
        [
            "import",
            _run,
            file,
            "--format",
            "lean-candles",
            "--symbol",
            "AAPL",
            "--data",
            suite.DataDirectory,
        ];
        await LauncherCalls.RunAsync(import);
        (await LauncherCalls.RunAsync(import)).ShouldContain("already there");
        (
            await suite.QueryClickHouseAsync(
                "SELECT count(), toDate(min(timestamp)), argMin(open, timestamp), argMin(volume, timestamp), "
                    + $"toDate(max(timestamp)) FROM {_run}"
            )
        ).ShouldBe("5849\t1998-01-02\t13.63\t6315000\t2021-03-31");
        var expected = await suite.QueryClickHouseAsync(Sum + _run);
        foreach (var format in new[] { "csv", "jsonl", "parquet", "arrow" })
        {
            var path = Path.Combine(_place, "aapl." + format);
            await ExportAsync(_run, path);
            var parts = Directory.GetFiles(_place, "aapl*." + format);
            parts.Length.ShouldBeGreaterThan(0);
            await CreateCandlesAsync(_run + format);
            foreach (var part in parts)
            {
                await LauncherCalls.RunAsync(
                    "import",
                    _run + format,
                    part,
                    "--data",
                    suite.DataDirectory
                );
            }
            (await suite.QueryClickHouseAsync(Sum + _run + format)).ShouldBe(expected, format);
            output.WriteLine($"{format}: {parts.Length} files, {expected}");
        }
    }

    [Theory]
    [InlineData("launcher", true)]
    [InlineData("timeseries", true)]
    [InlineData("clickhouse", true)]
    [InlineData("clickhouse", false)]
    public async Task An_import_that_is_killed_at_random_is_stored_exactly_once(
        string process,
        bool keepsTokens
    )
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var file = await WriteCsvAsync();
        await suite.QueryClickHouseAsync(
            $"CREATE TABLE {_run} (id UInt64, timestamp DateTime64(3), name String, price Float64, "
                + "noted DateTime64(6) DEFAULT now64(6)) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) "
                + $"ORDER BY id{(keepsTokens ? " SETTINGS non_replicated_deduplication_window = 1000" : "")}"
        );
        string[] import = ["import", _run, file, "--data", suite.DataDirectory];
        for (var kill = 0; kill < 3; kill++)
        {
            using var ending = new CancellationTokenSource();
            var running = LauncherCalls.TryAsync(ending.Token, import);
            await UntilRowsAsync((kill * 60_000) + 1, running);
            await Task.WhenAny(running, Task.Delay(random.Next(300)));
            if (running.IsCompleted)
            {
                break;
            }
            output.WriteLine(
                $"killed with {await suite.QueryClickHouseAsync($"SELECT count() FROM {_run}")} rows there"
            );
            if (process != "launcher")
            {
                await suite[process].RestartAsync();
                await suite.Timeseries.WaitHealthyAsync();
            }
            if (process == "launcher")
            {
                await ending.CancelAsync();
            }
            await ((Task)running).ConfigureAwait(
                ConfigureAwaitOptions.ContinueOnCapturedContext
                    | ConfigureAwaitOptions.SuppressThrowing
            );
        }
        output.WriteLine(await LauncherCalls.RunAsync(import));
        output.WriteLine(await LauncherCalls.RunAsync(import));

        (
            await suite.QueryClickHouseAsync(
                $"SELECT count(), uniqExact(id), min(id), max(id), countIf(name != concat('a \"b\"\\n', toString(id))) FROM {_run}"
            )
        ).ShouldBe(
            string.Create(CultureInfo.InvariantCulture, $"{Rows}\t{Rows}\t0\t{Rows - 1}\t0")
        );
        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM system.tables WHERE startsWith(name, 'platform_import_') AND name != 'platform_import_journal'"
            )
        ).ShouldBe("0");
    }

    [Fact]
    public async Task A_killed_export_goes_on_and_is_the_same_file()
    {
        await suite.QueryClickHouseAsync(
            $"CREATE TABLE {_run} (id UInt64, timestamp DateTime64(3)) ENGINE = MergeTree ORDER BY timestamp"
        );
        await suite.QueryClickHouseAsync(
            $"INSERT INTO {_run} SELECT number, toDateTime64('2024-01-01', 3) + number * 7 FROM numbers(400000)"
        );
        var whole = Path.Combine(_place, "whole.csv");
        await ExportAsync(_run, whole);
        var path = Path.Combine(_place, "killed.csv");
        for (var kill = 0; kill < 3 && !File.Exists(path); kill++)
        {
            using var ending = new CancellationTokenSource();
            var running = LauncherCalls.TryAsync(
                ending.Token,
                "export",
                _run,
                path,
                "--data",
                suite.DataDirectory
            );
            while (!running.IsCompleted && !File.Exists(path + ".part.state"))
            {
                await Task.Delay(5);
            }
            await Task.Delay(20 * kill);
            await ending.CancelAsync();
            await ((Task)running).ConfigureAwait(
                ConfigureAwaitOptions.ContinueOnCapturedContext
                    | ConfigureAwaitOptions.SuppressThrowing
            );
        }
        var wasCut = !File.Exists(path);
        output.WriteLine($"cut: {wasCut}");
        if (wasCut)
        {
            (await ExportAsync(_run, path)).ShouldContain("went on");
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(await File.ReadAllTextAsync(whole));
        (await File.ReadAllLinesAsync(whole)).Length.ShouldBe(400_001);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_row_and_column_and_nothing_of_it_is_stored()
    {
        await CreateCandlesAsync(_run);
        var file = Path.Combine(_place, "bad.csv");
        await File.WriteAllTextAsync(
            file,
            "timestamp,symbol,open\n2020-01-01,A,1\n2020-01-02,A,two\n2020-01-03,A,3\n"
        );
        (await RefusedAsync("import", _run, file)).ShouldContain(
            "Row 2 can't be read: column open"
        );
        await File.WriteAllTextAsync(file, "timestamp,nobody\n2020-01-01,A\n");
        (await RefusedAsync("import", _run, file)).ShouldContain("nobody");
        (await RefusedAsync("import", "nowhere", file)).ShouldContain("no table 'nowhere'");
        (await RefusedAsync("import", "ticks", file)).ShouldContain("WriteTicks");
        (await RefusedAsync("export", "nowhere", file + "x", "--format", "csv")).ShouldContain(
            "no table 'nowhere'"
        );
        var names = new[] { "nobody", "open`, (SELECT 1)", "open) FROM ticks --" };
        foreach (var name in names)
        {
            (
                await RefusedAsync("export", _run, file + "x", "--format", "csv", "--columns", name)
            ).ShouldContain("has no column");
        }
        (
            await RefusedAsync("export", _run, file + "x", "--format", "csv", "--filter", "open=x")
        ).ShouldContain("can't be read as its column's type");
        (await suite.QueryClickHouseAsync($"SELECT count() FROM {_run}")).ShouldBe("0");
    }

    [Fact]
    public async Task A_part_of_a_table_is_exported_by_time_columns_and_filters()
    {
        await CreateCandlesAsync(_run);
        await suite.QueryClickHouseAsync(
            $"INSERT INTO {_run} (timestamp, symbol, close) SELECT toDateTime64('2024-01-01', 3) + number * 3600, "
                + "if(number % 2 = 0, 'it''s, \"even\"', 'odd'), number FROM numbers(100)"
        );
        var path = Path.Combine(_place, "part.csv");
        await ExportAsync(
            _run,
            path,
            "--columns",
            "close,symbol",
            "--from",
            "2024-01-02",
            "--to",
            "2024-01-03T00:00:00Z",
            "--filter",
            "symbol=it's, \"even\"",
            "--filter",
            "close>=40"
        );
        (await File.ReadAllTextAsync(path)).ShouldBe(
            "\"close\",\"symbol\"\n"
                + string.Concat(
                    new[] { 40, 42, 44, 46 }.Select(hour => $"{hour},\"it's, \"\"even\"\"\"\n")
                )
        );
    }

    [Fact]
    public async Task An_import_is_refused_when_its_bytes_are_not_what_it_says()
    {
        await CreateCandlesAsync(_run);
        var client = new TransferService.TransferServiceClient(suite.OpenGateway());
        ImportTableRequest source = new()
        {
            Source = new ImportSource
            {
                Table = _run,
                Format = TransferFormat.Csv,
                SourceId = new string('a', 32),
            },
        };
        ImportTableRequest[][] wrong =
        [
            [new() { Data = Google.Protobuf.ByteString.CopyFromUtf8("x") }],
            [source, new() { Data = Google.Protobuf.ByteString.CopyFromUtf8("x") }],
            [source, new() { Chunk = new ImportChunk { Bytes = 5 } }],
            [source, new() { Chunk = new ImportChunk { Bytes = 1UL << 40 } }],
        ];
        foreach (var requests in wrong)
        {
            using var call = client.ImportTable(suite.KeyHeaders);
            foreach (var request in requests)
            {
                await call.RequestStream.WriteAsync(request);
            }
            await call.RequestStream.CompleteAsync();
            var error = await Should.ThrowAsync<RpcException>(async () =>
            {
                while (await call.ResponseStream.MoveNext()) { }
            });
            error.StatusCode.ShouldBeOneOf(
                StatusCode.InvalidArgument,
                StatusCode.ResourceExhausted
            );
        }
    }

    private async Task UntilRowsAsync(int rows, Task running)
    {
        while (!running.IsCompleted)
        {
            var there = await suite.QueryClickHouseAsync($"SELECT count() FROM {_run}");
            if (int.Parse(there, CultureInfo.InvariantCulture) >= rows)
            {
                return;
            }
            await Task.Delay(10);
        }
    }

    private Task CreateCandlesAsync(string table) =>
        suite.QueryClickHouseAsync(
            $"CREATE TABLE {table} (timestamp DateTime64(3), symbol LowCardinality(String), "
                + "timeframe LowCardinality(String), open Float64, high Float64, low Float64, close Float64, "
                + "volume UInt64, is_trading_hours Bool, data_source LowCardinality(String) DEFAULT 'MT5', "
                + "created_at DateTime64(3) DEFAULT now64(3)) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) "
                + "ORDER BY (symbol, timeframe, timestamp) SETTINGS non_replicated_deduplication_window = 1000"
        );

    private Task<string> ExportAsync(string table, string path, params string[] more) =>
        LauncherCalls.RunAsync(["export", table, path, "--data", suite.DataDirectory, .. more]);

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        var result = await LauncherCalls.TryAsync([.. arguments, "--data", suite.DataDirectory]);
        var text = string.Join('\n', result.Lines);
        output.WriteLine(text);
        result.ExitCode.ShouldBe(1, text);
        return text;
    }

    /// <summary>Rows with quoted line ends, so that lines are not rows; several chunks of them.</summary>
    private async Task<string> WriteCsvAsync()
    {
        var path = Path.Combine(_place, "rows.csv");
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        await writer.WriteAsync("id,timestamp,name,price\n");
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var id = 0; id < Rows; id++)
        {
            var time = start.AddSeconds(id * 40L);
            await writer.WriteAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{id},{time:yyyy-MM-dd HH:mm:ss.fff},\"a \"\"b\"\"\n{id}\",{id * 0.25}\n"
                )
            );
        }
        return path;
    }
}
