using Platform.Schema.Model;
using Platform.Schema.Service.Diff;
using Platform.Schema.Versioning;
using Platform.Timeseries.Schema;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>
/// Tiers on the embedded engine, which has one storage policy with one volume, both called default: enough to create,
/// compare, change and count them. A move between two disks is not run here.
/// </summary>
[Collection("schema suite")]
public sealed class TierTests(SchemaSuite suite)
{
    private const string Pack = """
        group: rows
        source: the test
        definitions:
          aged:
            comment: Moves and goes
            columns:
            - {name: id, type: UInt64}
            - {name: time, type: DateTime64(3)}
            order_by: [id]
            shard_by: id
            ttl: toDateTime(time) + INTERVAL 50 YEAR
            tiers:
            - {after: 3 days, column: time, volume: default}
          kept:
            comment: Only moves
            columns:
            - {name: id, type: UInt64}
            - {name: time, type: DateTime}
            order_by: [id]
            shard_by: id
            tiers:
            - {after: 3 days, column: time, volume: default}
            - {after: 30 days, column: time, volume: default}
        """;

    [Fact]
    public async Task With_a_storage_policy_tiers_are_made_compared_and_mended_without_loss()
    {
        await using var bench = await CreateAsync("default");
        (await bench.GoAsync("1.0.0")).ShouldBeNull();

        (await bench.CompareAsync("1.0.0")).Differences.ShouldBeEmpty();
        (await TtlAsync(bench, "aged")).ShouldContain(
            "TTL toDateTime(time) + toIntervalDay(3) TO VOLUME 'default', toDateTime(time) + toIntervalYear(50)"
        );
        await bench.ExecuteAsync(
            "ALTER TABLE {db}.aged MODIFY TTL toDateTime(time) + INTERVAL 5 DAY TO VOLUME 'default', toDateTime(time) + INTERVAL 50 YEAR"
        );
        await bench.ExecuteAsync("ALTER TABLE {db}.kept REMOVE TTL");

        var plan = await bench.CompareAsync("1.0.0");

        plan.Differences.Select(one => (one.Definition, one.Part, one.Change))
            .ShouldBe(
                [
                    ("aged", ClickHouseParts.Ttl, PartChange.Changed),
                    ("kept", ClickHouseParts.Ttl, PartChange.Missing),
                ],
                ignoreOrder: true
            );
        plan.Steps.ShouldAllBe(step => !step.IsDestructive);
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        (await bench.CompareAsync("1.0.0")).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_one_there_are_no_tiers_and_the_status_says_so()
    {
        await using var bench = await CreateAsync(null);
        (await bench.GoAsync("1.0.0")).ShouldBeNull();

        (await TtlAsync(bench, "aged")).ShouldContain("TTL toDateTime(time) + toIntervalYear(50) ");
        (await TtlAsync(bench, "kept")).ShouldNotContain("TTL");
        (await bench.CompareAsync("1.0.0")).Differences.ShouldBeEmpty();
        bench.Store.Forms.ShouldContain(form =>
            form.StartsWith("no tiers", StringComparison.Ordinal)
        );
        var states = await bench.Store.ReadRetentionAsync(State(bench), CancellationToken.None);
        states.Select(one => one.Definition).ShouldBe(["aged"]);
        states[0].Tiers.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_due_to_move_is_counted_by_parts_that_lie_elsewhere()
    {
        await using var bench = await CreateAsync("default");
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        await bench.ExecuteAsync("SYSTEM STOP MERGES {db}.kept");
        foreach (var (rows, days) in new[] { (10, 0), (20, 5), (40, 50) })
        {
            await bench.ExecuteAsync(
                $"INSERT INTO {{db}}.kept SELECT number, now() - INTERVAL {days} DAY FROM numbers({rows})"
            );
        }

        // All of it lies on the only volume there is: nothing is due to move there.
        var states = await bench.Store.ReadRetentionAsync(State(bench), CancellationToken.None);
        var told = states.Single(one => one.Definition == "kept");
        told.Rows.ShouldBe(70ul);
        told.RowsDue.ShouldBe(0ul);
        told.Tiers.Select(one => (one.Volume, one.After, one.RowsDue, one.BytesDue))
            .ShouldBe([("default", "3 days", 0ul, 0ul), ("default", "30 days", 0ul, 0ul)]);

        // The same table, if its tiers were on other volumes.
        var table = State(bench).Of<ClickHouseTable>().Single(one => one.Name == "kept");
        var due = await new TierCounts(bench.ClickHouse).ReadAsync(
            bench.Pack,
            table with
            {
                Tiers = [.. table.Tiers.Select(tier => tier with { Volume = "elsewhere" })],
            },
            "default",
            CancellationToken.None
        );
        due.Select(one => one.RowsDue).ShouldBe([20ul, 40ul]);
        due.ShouldAllBe(one => one.BytesDue > 0);
    }

    private async Task<Bench> CreateAsync(string? policy) =>
        await Bench.CreateAsync(
            suite,
            ["1.0.0"],
            new Dictionary<string, string> { ["rows.yaml"] = Pack },
            storagePolicy: policy
        );

    private static SchemaState State(Bench bench) =>
        bench.Catalogue.At(StoreKind.ClickHouse, bench.Pack, SemanticVersion.Parse("1.0.0"));

    private static Task<string> TtlAsync(Bench bench, string table) =>
        bench.AskAsync(
            $"SELECT engine_full FROM system.tables WHERE database = '{{db}}' AND name = '{table}'"
        );
}
