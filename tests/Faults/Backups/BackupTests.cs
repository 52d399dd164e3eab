using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Platform.Backup.V1;
using Platform.Common.V1;
using Platform.Faults.Kills;
using Platform.Launcher.Client;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Backups;

/// <summary>Backups of a suite that goes on working, and what becomes of them.</summary>
[Collection("backup suite")]
public sealed class BackupTests(BackupSuite suite, ITestOutputHelper output) : IDisposable
{
    private const int AttemptsMax = 10;
    private static readonly TimeSpan CatchingUp = TimeSpan.FromSeconds(90);
    private readonly string _place = Directory.CreateTempSubdirectory("platform-backup-").FullName;
    private readonly string _run = $"b{Guid.NewGuid().ToString("N")[..8]}";

    private Metadata StoreHeaders =>
        [.. suite.KeyHeaders, new Metadata.Entry("x-platform-store", "clickhouse")];

    private BackupService.BackupServiceClient Backups => new(suite.OpenGateway());

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Backups_during_ingest_are_restored_and_the_log_brings_what_came_after()
    {
        string[] symbols = [$"{_run}.1", $"{_run}.2", $"{_run}.3"];
        var writer = new StubbornWriter(
            new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway()),
            suite.KeyHeaders,
            symbols,
            new Random(1)
        );
        var writing = Task.Run(writer.RunAsync);
        await writer.UntilAcknowledgedAsync(200, writing);

        await BackUpAsync($"{_run}-full");
        await writer.UntilAcknowledgedAsync(writer.AcknowledgedCount + 200, writing);
        var acknowledged = writer.AcknowledgedCount;
        await BackUpAsync($"{_run}-more", "--base", $"{_run}-full");
        await writer.UntilAcknowledgedAsync(writer.AcknowledgedCount + 50, writing);
        writer.Stop();
        await writing;

        writer.Interruptions.ShouldBeEmpty("a backup must not disturb writers");
        foreach (var name in new[] { $"{_run}-full", $"{_run}-more" })
        {
            await RestoreAndCompareAsync(name, writer.Acknowledged, logFrom: null);
        }
        await RestoreAndCompareAsync(
            $"{_run}-full",
            writer.Acknowledged,
            logFrom: suite.DataDirectory
        );

        async Task RestoreAndCompareAsync(string name, List<SentBatch> sent, string? logFrom)
        {
            var data = Path.Combine(_place, $"{name}{(logFrom is null ? "" : "-log")}");
            string[] log = logFrom is null ? [] : ["--log-from", logFrom];
            await LauncherCalls.RunAsync([
                "restore",
                name,
                "--from",
                suite.DataDirectory,
                "--data",
                data,
                .. log,
            ]);
            var restored = new RestoredSuite(data);
            await restored.InitializeAsync();
            try
            {
                var sum = SumThrough(name);
                (await restored.QueryClickHouseAsync(sum)).ShouldBe(
                    await suite.QueryClickHouseAsync(sum)
                );
                var expected =
                    logFrom is not null ? sent.Count
                    : name.EndsWith("-more", StringComparison.Ordinal) ? acknowledged
                    : 200;
                await ShouldHoldAsync(restored, sent.Take(expected).ToList(), symbols);
                (await restored.QueryClickHouseAsync(Doubles)).ShouldBe("0");
                await RestoredCandles.ShouldHoldAllTicksAsync(restored, symbols);
            }
            finally
            {
                await restored.DisposeAsync();
            }
        }
    }

    [Theory]
    [InlineData("timeseries")]
    [InlineData("clickhouse")]
    public async Task A_backup_whose_making_was_killed_is_not_there(string process)
    {
        await WriteAsync(1);
        var killed = new List<string>();
        for (var attempt = 0; killed.Count == 0; attempt++)
        {
            attempt.ShouldBeLessThan(AttemptsMax, "every backup was faster than its kill");
            var name = $"{_run}-killed{attempt}";
            try
            {
                using var call = Backups.CreateBackup(
                    new CreateBackupRequest { Name = name },
                    StoreHeaders
                );
                await call.ResponseStream.MoveNext();
                await suite[process].KillAsync();
                while (await call.ResponseStream.MoveNext()) { }
            }
            catch (RpcException cut)
            {
                output.WriteLine($"{cut.StatusCode}: {cut.Status.Detail}");
            }
            await suite[process].WaitHealthyAsync();
            await suite.Timeseries.WaitHealthyAsync();
            if (!(await NamesAsync()).Contains(name))
            {
                killed.Add(name);
                continue;
            }
            // At most its answer was killed: then it is whole.
            await LauncherCalls.RunAsync(
                "restore",
                name,
                "--from",
                suite.DataDirectory,
                "--data",
                Path.Combine(_place, name)
            );
        }
        await BackUpAfterKillAsync($"{_run}-after");

        (await NamesAsync()).ShouldContain($"{_run}-after");
        Directory
            .Exists(Path.Combine(suite.DataDirectory, "backups", killed[0]))
            .ShouldBeFalse("the next backup removes what was left");
        (
            await suite.QueryClickHouseAsync(
                "SELECT count() FROM system.databases WHERE name = 'backup_snapshot'"
            )
        ).ShouldBe("0");
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_nothing_of_it_is_left()
    {
        await WriteAsync(2);
        await BackUpAsync(_run, "--to", _place);
        var away = Path.Combine(_place, _run);
        var names = new Dictionary<string, string>
        {
            ["engine"] = Largest(Path.Combine(away, "engine"), "data.bin"),
            ["log"] = Largest(Path.Combine(away, "log"), "*.log"),
        };
        foreach (var (part, file) in names)
        {
            var whole = await File.ReadAllBytesAsync(file);
            var damaged = (byte[])whole.Clone();
            var at = Array.FindIndex(damaged, 200, one => one != 0);
            damaged[at] ^= 0x10;
            // A new file: the other copy may be the same one under another name.
            File.Delete(file);
            await File.WriteAllBytesAsync(file, damaged);
            var data = Path.Combine(_place, "data-" + part);

            var result = await LauncherCalls.TryAsync("restore", away, "--data", data);

            var text = string.Join('\n', result.Lines);
            output.WriteLine(text);
            result.ExitCode.ShouldBe(1, text);
            text.ShouldContain("damaged");
            Directory.Exists(data).ShouldBeFalse();
            await File.WriteAllBytesAsync(file, whole);
        }
        await LauncherCalls.RunAsync("restore", away, "--data", Path.Combine(_place, "whole"));
        var again = await LauncherCalls.TryAsync(
            "restore",
            away,
            "--data",
            Path.Combine(_place, "whole")
        );
        again.ExitCode.ShouldBe(1);
        string.Join('\n', again.Lines).ShouldContain("not empty");
    }

    [Fact]
    public async Task Wrong_requests_are_refused_and_a_repeated_one_is_answered_with_the_first()
    {
        await WriteAsync(3);
        await RefusedAsync(
            new CreateBackupRequest { Name = "../x" },
            StatusCode.InvalidArgument,
            "INVALID_ARGUMENT"
        );
        await RefusedAsync(
            new CreateBackupRequest { Base = "nobody" },
            StatusCode.NotFound,
            "UNKNOWN_BACKUP"
        );
        var request = new CreateBackupRequest
        {
            Name = _run,
            RequestId = Guid.NewGuid().ToString(),
        };
        var first = await CreateAsync(request);
        (await CreateAsync(request)).ShouldBe(first);
        await RefusedAsync(
            new CreateBackupRequest { Name = _run },
            StatusCode.AlreadyExists,
            "ALREADY_EXISTS"
        );
        RpcException? busy = null;
        for (var attempt = 0; busy is null; attempt++)
        {
            attempt.ShouldBeLessThan(AttemptsMax, "the second always began after the first's end");
            busy = await RefusalOfTwoAsync($"{_run}-{attempt}");
        }
        busy.StatusCode.ShouldBe(StatusCode.Aborted);

        var restoring = Backups.RestoreBackup(
            new RestoreBackupRequest { Name = _run },
            StoreHeaders
        );
        var refused = await Should.ThrowAsync<RpcException>(() =>
            restoring.ResponseStream.MoveNext()
        );
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        refused.Status.Detail.ShouldContain("not empty");
    }

    /// <summary>Makes two backups at a time; null: one was over when the other began.</summary>
    private async Task<RpcException?> RefusalOfTwoAsync(string name)
    {
        var both = Enumerable
            .Range(0, 2)
            .Select(i => CreateAsync(new CreateBackupRequest { Name = $"{name}-{i}" }))
            .ToList();
        try
        {
            // Both are over before it throws.
            await Task.WhenAll(both);
            return null;
        }
        catch (RpcException refused)
        {
            both.Count(one => one.IsFaulted).ShouldBe(1, refused.Status.Detail);
            return refused;
        }
    }

    private string Doubles =>
        "SELECT count() FROM (SELECT symbol, bid FROM ticks "
        + $"WHERE startsWith(symbol, '{_run}.') GROUP BY symbol, bid HAVING count() > 1)";

    private async Task ShouldHoldAsync(
        RestoredSuite restored,
        IReadOnlyList<SentBatch> sent,
        string[] symbols
    )
    {
        var numbers = sent.SelectMany(batch => batch.Numbers).ToHashSet();
        numbers.ShouldNotBeEmpty();
        var deadline = DateTime.UtcNow + CatchingUp;
        while (true)
        {
            var text = await restored.QueryClickHouseAsync(
                "SELECT toUInt32(bid) - 1, toUInt32(count()) FROM ticks "
                    + $"WHERE startsWith(symbol, '{_run}.') GROUP BY bid"
            );
            var stored = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split('\t'))
                .ToDictionary(
                    fields => int.Parse(fields[0], CultureInfo.InvariantCulture),
                    fields => int.Parse(fields[1], CultureInfo.InvariantCulture)
                );
            var missing = numbers.Count(number =>
                stored.GetValueOrDefault(number) != symbols.Length
            );
            if (missing == 0)
            {
                output.WriteLine($"{numbers.Count} numbers of {stored.Count} are acknowledged");
                return;
            }
            (DateTime.UtcNow < deadline).ShouldBeTrue(
                $"{missing} of {numbers.Count} acknowledged rows are not there once"
            );
            await Task.Delay(200);
        }
    }

    /// <summary>The checksum of what the backup says it holds.</summary>
    private string SumThrough(string name)
    {
        var manifest = Path.Combine(suite.DataDirectory, "backups", name, "manifest.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var places = json.RootElement.GetProperty("through").EnumerateArray().ToList();
        places.ShouldNotBeEmpty();
        var conditions = places.Select(place =>
            $"(log_partition = {place.GetProperty("partition")} "
            + $"AND log_offset < {place.GetProperty("next_offset")})"
        );
        return "SELECT count(), sum(cityHash64(tuple(*))) FROM ticks WHERE "
            + string.Join(" OR ", conditions);
    }

    private static string Largest(string directory, string pattern) =>
        new DirectoryInfo(directory)
            .EnumerateFiles(pattern, SearchOption.AllDirectories)
            .MaxBy(file => file.Length)!
            .FullName;

    private Task BackUpAsync(string name, params string[] more) =>
        LauncherCalls.RunAsync(["backup", name, "--data", suite.DataDirectory, .. more]);

    /// <summary>The one that was cut off keeps others out until it is cleaned up.</summary>
    private async Task BackUpAfterKillAsync(string name)
    {
        var deadline = DateTime.UtcNow + CatchingUp;
        while (true)
        {
            var result = await LauncherCalls.TryAsync(
                "backup",
                name,
                "--data",
                suite.DataDirectory
            );
            var text = string.Join('\n', result.Lines);
            if (result.ExitCode == 0)
            {
                return;
            }
            output.WriteLine(text);
            (
                text.Contains($": {StatusCode.Aborted}:", StringComparison.Ordinal)
                // The driver has not noticed yet that ClickHouse is back.
                || text.Contains($": {StatusCode.Unavailable}:", StringComparison.Ordinal)
            ).ShouldBeTrue(text);
            (DateTime.UtcNow < deadline).ShouldBeTrue("it keeps others out for good");
        }
    }

    private async Task WriteAsync(ulong sequence) =>
        await new TimeseriesService.TimeseriesServiceClient(
            suite.OpenGateway()
        ).WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Batch = SentBatch.Make(sequence, [$"{_run}.1"], 0).Ticks,
            },
            suite.KeyHeaders
        );

    private async Task<Backup.V1.Backup> CreateAsync(CreateBackupRequest request)
    {
        using var call = Backups.CreateBackup(request, StoreHeaders);
        Backup.V1.Backup? made = null;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            made = response.Backup;
        }
        return made.ShouldNotBeNull();
    }

    private async Task RefusedAsync(CreateBackupRequest request, StatusCode code, string reason)
    {
        var answer = await Answer.OfAsync(() => CreateAsync(request));
        answer.Code.ShouldBe(code, answer.Message);
        answer
            .Reason.ToString()
            .ShouldBe(
                string.Concat(
                    reason.Split('_').Select(word => word[..1] + word[1..].ToLowerInvariant())
                )
            );
    }

    private async Task<List<string>> NamesAsync()
    {
        ListBackupsResponse? response = null;
        await Eventually.BeTrueAsync(async () =>
        {
            try
            {
                response = await Backups.ListBackupsAsync(new ListBackupsRequest(), StoreHeaders);
                return true;
            }
            catch (RpcException restarting) when (CallFailure.IsPassing(restarting))
            {
                return false;
            }
        });
        return [.. response!.Backups.Select(backup => backup.Name)];
    }
}
