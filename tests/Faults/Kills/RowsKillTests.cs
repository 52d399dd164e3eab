using System.Diagnostics;
using System.Globalization;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Kills;

/// <summary>
/// kill -9 under InsertRows into several tables, every batch of which falls into several partitions: each row is there
/// once. FAULTS_SEED repeats a run's moments.
/// </summary>
[Collection("faulty suite")]
public class RowsKillTests(FaultySuite suite, ITestOutputHelper output)
{
    private const int WritersEach = 2;
    private const int PauseMsMax = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly NumberedTable[] Tables =
    [
        new("trade_history", "ticket"),
        new("social_sentiment", "content"),
        new("ml_tick_patterns", "model_id"),
        new("symbols_info", "symbol", "broker"),
    ];

    [Theory]
    [InlineData("clickhouse", 8)]
    [InlineData("timeseries", 3)]
    [InlineData("clickhouse,timeseries", 3)]
    public async Task Every_row_is_there_once_after_kills_of(string processes, int kills)
    {
        var given = Environment.GetEnvironmentVariable("FAULTS_SEED");
        var seed = given is null
            ? Random.Shared.Next()
            : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"FAULTS_SEED={seed}");
        var random = new Random(seed);
        var doomed = processes.Split(',').Select(name => suite[name]).ToList();
        var client = new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway());
        var run = Guid.NewGuid().ToString("N")[..8];
        var writers = Tables
            .SelectMany(table => Enumerable.Repeat(table, WritersEach))
            .Select(
                (table, i) =>
                    new RowsWriter(
                        client,
                        suite.KeyHeaders,
                        table,
                        $"{run}-{i}",
                        new Random(random.Next())
                    )
            )
            .ToList();
        var writing = writers.Select(writer => Task.Run(writer.RunAsync)).ToList();
        for (var kill = 0; kill < kills; kill++)
        {
            await UntilAllGoOnAsync(writers, writing);
            await Task.Delay(random.Next(PauseMsMax));
            await Task.WhenAll(doomed.Select(process => process.KillAsync()));
            await Task.WhenAll(doomed.Select(process => process.WaitHealthyAsync()));
        }
        await UntilAllGoOnAsync(writers, writing);
        writers.ForEach(writer => writer.Stop());
        await Task.WhenAll(writing).WaitAsync(Patience);
        output.WriteLine(
            $"{writers.Sum(writer => writer.Acknowledged)} rows; {writers.Sum(writer => writer.Interruptions)} calls "
                + $"interrupted, {writers.Aggregate(0ul, (sum, writer) => sum + writer.Duplicates)} repeats told as such"
        );
        for (var i = 0; i < writers.Count; i++)
        {
            await ShouldHoldAsync(writers[i], $"{run}-{i}");
        }
    }

    private async Task ShouldHoldAsync(RowsWriter writer, string run)
    {
        var (table, column) = (writer.Table.Name, writer.Table.NumberColumn);
        var stored = await suite.QueryClickHouseAsync(
            $"SELECT count(), uniqExact({column}), max(toInt64(splitByChar(' ', {column})[2])) "
                + $"FROM {table} WHERE startsWith({column}, '{run} ')"
        );
        var rows = writer.Acknowledged;
        stored.ShouldBe($"{rows}\t{rows}\t{rows - 1}", table);
    }

    /// <summary>Waits until every writer has something acknowledged that was not before.</summary>
    private static async Task UntilAllGoOnAsync(List<RowsWriter> writers, List<Task> writing)
    {
        var before = writers.Select(writer => writer.Acknowledged).ToList();
        var clock = Stopwatch.StartNew();
        while (writers.Where((writer, i) => writer.Acknowledged <= before[i]).Any())
        {
            if (writing.Find(one => one.IsCompleted) is { } ended)
            {
                await ended;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, "a writer is not answered");
            await Task.Delay(10);
        }
    }
}
