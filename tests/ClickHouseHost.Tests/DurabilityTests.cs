using System.Globalization;
using System.Net;
using System.Text;
using Platform.ClickHouseHost.Tests.Support;
using Xunit.Abstractions;

namespace Platform.ClickHouseHost.Tests;

public sealed class DurabilityTests(ITestOutputHelper output)
{
    private const int Writers = 3;
    private const int RowsPerInsert = 2_000;
    private const int Kills = 5;

    [Fact]
    public async Task What_was_acknowledged_is_there_after_kill_9()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var host = await HostProcess.StartAsync();
        await host.Client.AskAsync(
            """
            CREATE TABLE t (writer UInt8, number UInt64, text String)
            ENGINE = MergeTree ORDER BY (writer, number)
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000
            """
        );
        var next = new int[Writers];
        for (var kill = 0; kill < Kills; kill++)
        {
            var writers = Enumerable
                .Range(0, Writers)
                .Select(writer => WriteUntilCutAsync(host, writer, next))
                .ToArray();
            var before = next.Sum();
            await Task.Delay(random.Next(200, 1500));
            // A busy machine may need longer for the first.
            for (var wait = 0; next.Sum() < before + 2 && wait < 6_000; wait++)
            {
                await Task.Delay(10);
            }
            await host.KillAsync();
            await Task.WhenAll(writers);
            await host.RestartAsync();
            await ShouldHoldAsync(host, next);
        }

        next.Sum().ShouldBeGreaterThan(Kills);
        output.WriteLine($"{next.Sum()} inserts of {RowsPerInsert} rows were acknowledged");
    }

    // An insert that was cut off is sent again under its token, as a client would.
    private static async Task WriteUntilCutAsync(HostProcess host, int writer, int[] next)
    {
        while (true)
        {
            var number = next[writer];
            var rows = new StringBuilder();
            for (var row = 0; row < RowsPerInsert; row++)
            {
                rows.Append(
                    CultureInfo.InvariantCulture,
                    $"{writer}\t{(number * RowsPerInsert) + row}\tx\n"
                );
            }

            try
            {
                var reply = await host.Client.PostDataAsync(
                    "INSERT INTO t FORMAT TSV",
                    Encoding.UTF8.GetBytes(rows.ToString()),
                    ("insert_deduplication_token", $"{writer}-{number}")
                );
                reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
                next[writer]++;
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task ShouldHoldAsync(HostProcess host, int[] next)
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            var acknowledged = (long)next[writer] * RowsPerInsert;
            var found = await host.Client.AskAsync(
                "SELECT count(), uniqExact(number) FROM t WHERE writer = {w:UInt8} AND number < {n:UInt64}",
                ("param_w", writer.ToString(CultureInfo.InvariantCulture)),
                ("param_n", acknowledged.ToString(CultureInfo.InvariantCulture))
            );
            found.ShouldBe($"{acknowledged}\t{acknowledged}", $"writer {writer}");
        }
    }
}
