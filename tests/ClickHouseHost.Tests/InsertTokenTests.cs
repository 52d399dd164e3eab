using System.Globalization;
using Platform.ClickHouseHost.Tests.Support;

namespace Platform.ClickHouseHost.Tests;

/// <summary>
/// The engine notes the token of an insert and then names its part. What a kill between the two leaves behind is made
/// here by hand: the log as it is, without the part.
/// </summary>
public sealed class InsertTokenTests
{
    private const string Table =
        "CREATE TABLE t (at Date, number UInt64) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY number "
        + "SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 1000";

    [Fact]
    public async Task A_repeat_stores_what_a_kill_cut_off_between_token_and_part()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Client.AskAsync(Table);
        // The part that is taken away below must be the only one that has its row.
        await host.Client.AskAsync("SYSTEM STOP MERGES t");
        await InsertAsync(host, 0);
        await InsertAsync(host, 1);
        await host.KillAsync();
        Directory.Delete(PartsOf(host, "202402").Order().Last(), recursive: true);
        await host.RestartAsync();
        (await CountsAsync(host)).ShouldBe("5\t5");

        await InsertAsync(host, 1);
        (await CountsAsync(host)).ShouldBe("6\t6", "the repeat stores the lost part only");
        await InsertAsync(host, 1);
        await InsertAsync(host, 0);
        (await CountsAsync(host)).ShouldBe("6\t6", "further repeats add nothing");
        host.Output.ShouldContain(line => line.Contains("1 inserts were cut off"));

        await host.KillAsync();
        await host.RestartAsync();
        await InsertAsync(host, 1);
        (await CountsAsync(host)).ShouldBe("6\t6", "nor after another kill");
    }

    [Fact]
    public async Task A_repeat_adds_nothing_where_parts_were_merged_mutated_or_dropped_since()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Client.AskAsync(Table);
        for (var insert = 0; insert < 4; insert++)
        {
            await InsertAsync(host, insert);
        }
        await host.Client.AskAsync("OPTIMIZE TABLE t FINAL");
        await InsertAsync(host, 4);
        await host.Client.AskAsync("DELETE FROM t WHERE number = 0");
        var before = await CountsAsync(host);
        await host.KillAsync();
        await host.RestartAsync();
        for (var insert = 0; insert < 5; insert++)
        {
            await InsertAsync(host, insert);
        }
        (await CountsAsync(host)).ShouldBe(before);

        // A partition that was dropped on purpose has forgotten its tokens before: that is the engine's own doing.
        await host.Client.AskAsync("ALTER TABLE t DROP PARTITION 202403");
        await host.KillAsync();
        await host.RestartAsync();
        await InsertAsync(host, 0);
        (await host.Client.AskAsync("SELECT count() FROM t WHERE toYYYYMM(at) = 202403")).ShouldBe(
            "1"
        );
        host.Output.ShouldNotContain(line => line.Contains("were cut off"));
    }

    [Fact]
    public async Task A_line_of_the_log_that_was_torn_by_a_loss_of_power_does_not_spoil_the_next()
    {
        await using var host = await HostProcess.StartAsync();
        await host.Client.AskAsync(Table);
        await InsertAsync(host, 0);
        await host.KillAsync();
        var log = Directory
            .EnumerateFiles(
                Path.Combine(host.DataFolder, "store"),
                "deduplication_log_1.txt",
                SearchOption.AllDirectories
            )
            .ShouldHaveSingleItem();
        await File.AppendAllTextAsync(log, "1\t202401_9_9");
        await host.RestartAsync();
        await InsertAsync(host, 0);
        await InsertAsync(host, 1);
        await host.KillAsync();
        await host.RestartAsync();
        await InsertAsync(host, 0);
        await InsertAsync(host, 1);
        (await CountsAsync(host)).ShouldBe("6\t6");
    }

    /// <summary>One row in each of three partitions.</summary>
    private static async Task InsertAsync(HostProcess host, int insert)
    {
        var number = insert * 3;
        var reply = await host.Client.PostAsync(
            $"INSERT INTO t VALUES ('2024-01-01', {number}), ('2024-02-01', {number + 1}), ('2024-03-01', {number + 2})",
            ("insert_deduplication_token", insert.ToString(CultureInfo.InvariantCulture))
        );
        reply.Status.ShouldBe(System.Net.HttpStatusCode.OK, reply.Text);
    }

    private static Task<string> CountsAsync(HostProcess host) =>
        host.Client.AskAsync("SELECT count(), uniqExact(number) FROM t");

    private static IEnumerable<string> PartsOf(HostProcess host, string partition) =>
        Directory.EnumerateDirectories(
            Path.Combine(host.DataFolder, "store"),
            partition + "_*",
            SearchOption.AllDirectories
        );
}
