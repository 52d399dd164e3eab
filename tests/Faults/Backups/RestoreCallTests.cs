using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Platform.Backup.V1;
using Platform.Common.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Backups;

/// <summary>A store that no ticks flow into, so that it can be emptied and restored while it serves.</summary>
public sealed class RestoreSuite : SuiteFixture;

/// <summary>RestoreBackup into the store of a running service.</summary>
public sealed class RestoreCallTests(RestoreSuite suite, ITestOutputHelper output)
    : IClassFixture<RestoreSuite>
{
    private const string Rows = "SELECT count(), sum(cityHash64(tuple(*))) FROM market_data";
    private const int AttemptsMax = 10;

    // Recent enough for what the table keeps.
    private static readonly DateTime Start = DateTime.UtcNow.Date.AddDays(-2);
    private readonly string _run = $"r{Guid.NewGuid().ToString("N")[..8]}";

    private Metadata StoreHeaders =>
        [.. suite.KeyHeaders, new Metadata.Entry("x-platform-store", "clickhouse")];

    private BackupService.BackupServiceClient Backups => new(suite.OpenGateway());

    [Fact]
    public async Task A_restored_store_holds_what_was_backed_up_and_takes_rows_again()
    {
        await EmptyAsync();
        await ImportAsync(1_000);
        var before = await suite.QueryClickHouseAsync(Rows);
        var version = await VersionsAsync();
        await BackUpAsync();
        await EmptyAsync();

        var restored = await RestoreAsync();

        (await suite.QueryClickHouseAsync(Rows)).ShouldBe(before);
        restored.Tables.Single(table => table.Table == "market_data").Rows.ShouldBe(1_000UL);
        (await VersionsAsync()).ShouldBe(version, "the journal of the schema is the backup's");
        (await MarkAsync()).ShouldBe("");
        // The journal of imports came back as well: the same file adds nothing, another does.
        await ImportAsync(1_000);
        (await suite.QueryClickHouseAsync(Rows)).ShouldBe(before);
        await ImportAsync(10);
        (await suite.QueryClickHouseAsync("SELECT count() FROM market_data")).ShouldBe("1010");
    }

    [Fact]
    public async Task What_a_killed_restore_left_is_no_store_until_it_is_restored_again()
    {
        await EmptyAsync();
        await ImportAsync(1_000);
        var before = await suite.QueryClickHouseAsync(Rows);
        await BackUpAsync();
        for (var attempt = 1; await FinishesBeforeItsKillAsync(); attempt++)
        {
            attempt.ShouldBeLessThan(AttemptsMax, "every restore was faster than its kill");
            await suite.Timeseries.WaitHealthyAsync();
        }
        (await MarkAsync()).ShouldBe(_run);

        // Refused though the store may have the table, and rows: they are a part of a backup.
        await Eventually.AskAsync(
            InsertedAsync,
            told => told.Contains("not finished", StringComparison.Ordinal)
        );
        await Eventually.BeTrueAsync(async () =>
        {
            try
            {
                await RestoreAsync();
                return true;
            }
            catch (RpcException problem)
                when (problem.StatusCode is StatusCode.Unavailable or StatusCode.Aborted)
            {
                output.WriteLine(problem.Status.Detail);
                return false;
            }
        });

        await suite.Timeseries.WaitHealthyAsync();
        (await suite.QueryClickHouseAsync(Rows)).ShouldBe(before);
        (await MarkAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Who_leaves_a_backup_leaves_nothing_behind()
    {
        await ImportAsync(1_000);
        var attempt = 1;
        while (await FinishesBeforeItIsLeftAsync($"{_run}-{attempt}"))
        {
            attempt.ShouldBeLessThan(AttemptsMax, "every backup was faster than who left it");
            attempt++;
        }

        var name = $"{_run}-{attempt}";
        var made = Path.Combine(suite.DataDirectory, "backups", name);
        using var json = JsonDocument.Parse(
            await File.ReadAllBytesAsync(Path.Combine(made, "manifest.json"))
        );
        json.RootElement.GetProperty("name").GetString().ShouldBe(name);
        File.Exists(Path.Combine(made, ".unfinished")).ShouldBeFalse();
        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM system.databases WHERE name = 'backup_snapshot'"
            )
        ).ShouldBe("0");
    }

    [Fact]
    public async Task What_lies_among_the_backups_and_is_none_is_left_alone()
    {
        var foreign = Path.Combine(suite.DataDirectory, "backups", "notes");
        Directory.CreateDirectory(foreign);
        await File.WriteAllTextAsync(Path.Combine(foreign, "readme"), "mine");
        var interrupted = Path.Combine(suite.DataDirectory, "backups", "interrupted");
        Directory.CreateDirectory(interrupted);
        await File.WriteAllTextAsync(Path.Combine(interrupted, ".unfinished"), "");

        await BackUpAsync();

        (await File.ReadAllTextAsync(Path.Combine(foreign, "readme"))).ShouldBe("mine");
        Directory.Exists(interrupted).ShouldBeFalse();
        var refused = await Should.ThrowAsync<RpcException>(() => BackUpAsync("notes"));
        refused.StatusCode.ShouldBe(StatusCode.AlreadyExists);
        (await File.ReadAllTextAsync(Path.Combine(foreign, "readme"))).ShouldBe("mine");
    }

    /// <summary>Kills the service in a restore into an empty store; whether the restore was over by then.</summary>
    private async Task<bool> FinishesBeforeItsKillAsync()
    {
        await EmptyAsync();
        using var call = Backups.RestoreBackup(
            new RestoreBackupRequest { Name = _run },
            StoreHeaders
        );
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        await suite.Timeseries.KillAsync();
        return await MarkAsync() == "";
    }

    /// <summary>
    /// Leaves a backup and makes it anew; whether there was one of that name, finished before its caller was gone.
    /// </summary>
    private async Task<bool> FinishesBeforeItIsLeftAsync(string name)
    {
        using (
            var call = Backups.CreateBackup(new CreateBackupRequest { Name = name }, StoreHeaders)
        )
        {
            await call.ResponseStream.MoveNext();
        }
        // While the first one is being ended it keeps the others out.
        var code = await Eventually.AskAsync(
            async () =>
            {
                try
                {
                    await BackUpAsync(name);
                    return StatusCode.OK;
                }
                catch (RpcException refused)
                {
                    output.WriteLine(refused.Status.Detail);
                    return refused.StatusCode;
                }
            },
            code => code != StatusCode.Aborted
        );
        code.ShouldBeOneOf(StatusCode.OK, StatusCode.AlreadyExists);
        return code == StatusCode.AlreadyExists;
    }

    /// <summary>So many candles, of a file that is the same each time.</summary>
    private async Task ImportAsync(int rows)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{_run}.csv");
        try
        {
            await File.WriteAllLinesAsync(
                file,
                Enumerable
                    .Range(0, rows)
                    .Select(row =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Start.AddMinutes(row):yyyy-MM-dd HH:mm:ss},{_run},1m,{row}"
                        )
                    )
                    .Prepend("timestamp,symbol,timeframe,open")
            );
            await LauncherCalls.RunAsync(
                "import",
                "market_data",
                file,
                "--data",
                suite.DataDirectory
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What becomes of a row of a caller; empty: it is stored.</summary>
    private async Task<string> InsertedAsync()
    {
        var times = new Column { Name = "timestamp", TimestampsUs = new() };
        times.TimestampsUs.Values.Add(new DateTimeOffset(Start).ToUnixTimeMilliseconds() * 1_000);
        try
        {
            using var call = new TimeseriesService.TimeseriesServiceClient(
                suite.OpenGateway()
            ).InsertRows(suite.KeyHeaders);
            await call.RequestStream.WriteAsync(
                new InsertRowsRequest
                {
                    Table = "market_data",
                    Batch = new RowBatch { RowCount = 1, Columns = { times } },
                }
            );
            await call.RequestStream.CompleteAsync();
            await call;
            return "";
        }
        catch (RpcException refused)
        {
            output.WriteLine(refused.Status.Detail);
            return refused.Status.Detail;
        }
    }

    private async Task BackUpAsync(string? name = null)
    {
        using var call = Backups.CreateBackup(
            new CreateBackupRequest { Name = name ?? _run },
            StoreHeaders
        );
        await foreach (var _ in call.ResponseStream.ReadAllAsync()) { }
    }

    private async Task<Backup.V1.Backup> RestoreAsync()
    {
        using var call = Backups.RestoreBackup(
            new RestoreBackupRequest { Name = _run },
            StoreHeaders
        );
        Backup.V1.Backup? restored = null;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            restored = response.Backup;
        }
        return restored.ShouldNotBeNull();
    }

    /// <summary>As if the store had been lost: no table has rows.</summary>
    private async Task EmptyAsync()
    {
        var filled = await suite.QueryClickHouseAsync(
            "SELECT name FROM system.tables WHERE database = currentDatabase() AND total_rows > 0"
        );
        foreach (var table in filled.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await suite.QueryClickHouseAsync($"TRUNCATE TABLE {table}");
        }
    }

    private Task<string> VersionsAsync() =>
        suite.QueryClickHouseAsync(
            "SELECT count(), sum(cityHash64(tuple(*))) FROM platform_schema.journal"
        );

    private Task<string> MarkAsync() =>
        suite.QueryClickHouseAsync(
            "SELECT comment FROM system.tables WHERE database = 'platform_schema' AND name = 'restoring'"
        );
}
