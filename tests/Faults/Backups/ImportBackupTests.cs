using System.Globalization;
using Xunit.Abstractions;

namespace Platform.Faults.Backups;

/// <summary>Backups of a store while a file is imported into it.</summary>
[Collection("backup suite")]
public sealed class ImportBackupTests(BackupSuite suite, ITestOutputHelper output) : IDisposable
{
    private const int Rows = 400_000;
    private readonly string _place = Directory.CreateTempSubdirectory("platform-backup-").FullName;

    // Its snapshot is taken before that of the journal of imports, by name.
    private readonly string _run = $"a{Guid.NewGuid().ToString("N")[..8]}";

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task An_import_under_way_goes_on_after_the_restore_and_is_stored_exactly_once()
    {
        var file = Path.Combine(_place, "rows.csv");
        await File.WriteAllLinesAsync(
            file,
            Enumerable
                .Range(0, Rows)
                .Select(id =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{id},2024-01-{1 + (id % 28):D2} 00:00:00,{new string('x', 40)}"
                    )
                )
                .Prepend("id,timestamp,text")
        );
        await suite.QueryClickHouseAsync(
            $"CREATE TABLE {_run} (id UInt64, timestamp DateTime64(3), text String) ENGINE = MergeTree "
                + "ORDER BY id SETTINGS non_replicated_deduplication_window = 1000"
        );
        var importing = LauncherCalls.RunAsync("import", _run, file, "--data", suite.DataDirectory);
        while (!importing.IsCompleted && await CountAsync() == 0)
        {
            await Task.Delay(5);
        }
        await LauncherCalls.RunAsync("backup", _run, "--data", suite.DataDirectory);
        await importing;
        (await CountAsync()).ShouldBe(Rows);
        var data = Path.Combine(_place, "data");
        await LauncherCalls.RunAsync(
            "restore",
            _run,
            "--from",
            suite.DataDirectory,
            "--data",
            data
        );
        var restored = new RestoredSuite(data);
        await restored.InitializeAsync();
        try
        {
            output.WriteLine(
                $"backed up: {await restored.QueryClickHouseAsync($"SELECT count() FROM {_run}")}"
            );
            output.WriteLine(await LauncherCalls.RunAsync("import", _run, file, "--data", data));
            (
                await restored.QueryClickHouseAsync($"SELECT count(), uniqExact(id) FROM {_run}")
            ).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{Rows}\t{Rows}"));
        }
        finally
        {
            await restored.DisposeAsync();
        }
    }

    private async Task<int> CountAsync() =>
        int.Parse(
            await suite.QueryClickHouseAsync($"SELECT count() FROM {_run}"),
            CultureInfo.InvariantCulture
        );
}
