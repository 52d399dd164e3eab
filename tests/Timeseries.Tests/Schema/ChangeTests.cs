using Platform.Schema.Service.Runs;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>A pack whose second version changes all that can change.</summary>
[Collection("schema suite")]
public sealed class ChangeTests(SchemaSuite suite)
{
    private const string Things = """
        group: things
        source: the test
        definitions:
          shaped:
            until: 2.0.0
            comment: Before
            columns:
            - {name: time, type: DateTime, codec: 'DoubleDelta, LZ4'}
            - {name: symbol, type: String}
            - {name: price, type: Float32, comment: euros}
            - {name: note, type: String, default: '''none'''}
            - {name: gone, type: Int32}
            order_by: [symbol, time]
            ttl: toDateTime(time) + INTERVAL 50 YEAR
            indexes:
            - {name: idx_price, expression: price, type: minmax, granularity: 8}
          shaped_after_is_below:
            until: 2.0.0
            comment: Goes
            columns:
            - {name: symbol, type: String}
            order_by: [symbol]
          rekeyed:
            until: 2.0.0
            comment: Another key
            columns:
            - {name: time, type: DateTime}
            - {name: symbol, type: String}
            order_by: [symbol]
          coming:
            since: 2.0.0
            comment: Comes
            columns:
            - {name: symbol, type: String}
            order_by: [symbol]
        """;

    private const string Later = """
        group: later
        source: the test
        definitions:
          shaped:
            since: 2.0.0
            comment: After
            columns:
            - {name: time, type: DateTime, codec: 'DoubleDelta, LZ4'}
            - {name: symbol, type: String}
            - {name: price, type: Float64, codec: 'Gorilla, LZ4', comment: dollars}
            - {name: note, type: String}
            - {name: added, type: UInt8, default: 7}
            order_by: [symbol, time]
            ttl: toDateTime(time) + INTERVAL 60 YEAR
            indexes:
            - {name: idx_price, expression: price, type: minmax, granularity: 2}
            - {name: idx_note, expression: note, type: bloom_filter(0.01), granularity: 1}
            settings: {min_bytes_for_wide_part: 0}
          rekeyed:
            since: 2.0.0
            comment: Another key
            columns:
            - {name: time, type: DateTime}
            - {name: symbol, type: String}
            order_by: [symbol, time]
          seen:
            kind: view
            since: 2.0.0
            comment: What is seen
            query: SELECT symbol, max(price) AS highest FROM shaped GROUP BY symbol
            depends_on: [shaped]
        """;

    private const string Rows =
        "SELECT count(), sum(toFloat64(price)), uniqExact(time) FROM {db}.shaped";
    private const string Keyed = "SELECT count(), max(time) FROM {db}.rekeyed";

    [Fact]
    public async Task Killed_after_any_write_and_run_again_it_ends_the_same_with_the_rows_intact()
    {
        await using var bench = await FilledAsync();
        var (first, second) = await MeasureAsync(bench);
        var rows = await bench.AskAsync(Rows);
        var keyed = await bench.AskAsync(Keyed);
        bench.Store.Restart(0);
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        var writes = bench.Store.Writes;
        (await bench.GoAsync("1.0.0", isRollback: true)).ShouldBeNull();

        // The odd ones on the way up, the even ones on the way back.
        for (var write = 1; write < writes; write += 2)
        {
            await KillAsync(bench, "2.0.0", write, isRollback: false);
            (await bench.PictureAsync()).ShouldBe(second, $"killed after write {write}");
            (await bench.AskAsync(Rows)).ShouldBe(rows, $"killed after write {write}");
            (await bench.AskAsync(Keyed)).ShouldBe(keyed, $"killed after write {write}");

            await KillAsync(bench, "1.0.0", write + 1, isRollback: true);
            (await bench.PictureAsync()).ShouldBe(first, $"back, killed after write {write}");
            (await bench.AskAsync(Rows)).ShouldBe(rows, $"back, killed after write {write}");
            (await bench.AskAsync(Keyed)).ShouldBe(keyed, $"back, killed after write {write}");
        }
    }

    [Fact]
    public async Task What_is_dropped_lies_in_the_backup_that_the_progress_names()
    {
        await using var bench = await FilledAsync();

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        var column = Done(bench, "drop column shaped.gone Int32");
        (await bench.AskAsync($"SELECT sum(gone) FROM {column}")).ShouldBe("4950");
        var table = Done(bench, "drop table shaped_after_is_below");
        (await bench.AskAsync($"SELECT count() FROM {table}")).ShouldBe("3");
        var rebuilt = bench.Progress.First(one =>
            one.State == RunState.Done
            && one.Step!.Summary.StartsWith("rebuild table rekeyed", StringComparison.Ordinal)
        );
        (await bench.AskAsync($"SELECT count() FROM {rebuilt.Step!.Backup}")).ShouldBe("100");
        (await bench.AskAsync("SELECT highest FROM {db}.seen WHERE symbol = 'A'")).ShouldBe("99");
    }

    [Fact]
    public async Task A_step_that_fails_takes_the_steps_before_it_back()
    {
        await using var bench = await FilledAsync();
        var before = await bench.PictureAsync();
        bench.Store.Replace = statement =>
            statement.Contains("DROP COLUMN IF EXISTS gone", StringComparison.Ordinal)
                ? "ALTER TABLE no_such_table DROP COLUMN gone"
                : statement;

        var error = await bench.GoAsync("2.0.0");

        error.ShouldNotBeNull().ShouldContain("all were taken back");
        bench.Progress.ShouldContain(one =>
            one.State == RunState.Failed
            && one.Step != null
            && one.Error.Contains("UNKNOWN_TABLE", StringComparison.Ordinal)
        );
        (await bench.PictureAsync()).ShouldBe(before);
        (await bench.AskAsync(Rows)).ShouldBe("100\t4950\t100");
        var history = await bench.HistoryAsync();
        history.VersionOf(bench.Pack)!.ToString().ShouldBe("1.0.0");
        history.UnfinishedOf(bench.Pack).ShouldBeNull();
        bench.Store.Replace = statement => statement;
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
    }

    [Fact]
    public async Task A_step_that_can_not_be_taken_back_is_told()
    {
        await using var bench = await FilledAsync();
        bench.Store.Replace = statement =>
            statement.Contains("DROP COLUMN IF EXISTS gone", StringComparison.Ordinal)
            || statement.Contains("DROP INDEX IF EXISTS idx_note", StringComparison.Ordinal)
                ? "ALTER TABLE no_such_table DROP COLUMN gone"
                : statement;

        var error = await bench.GoAsync("2.0.0");

        error.ShouldNotBeNull().ShouldContain("1 could not be taken back");
        var kept = bench.Progress.Single(one => one.State == RunState.Kept);
        kept.Step!.Summary.ShouldBe("add index shaped.idx_note");
        kept.Error.ShouldContain("UNKNOWN_TABLE");
        var left = await bench.CompareAsync("1.0.0");
        left.Differences.ShouldHaveSingleItem().Part.ShouldBe("index idx_note");
    }

    [Theory]
    [InlineData("CREATE TABLE IF NOT EXISTS", ".coming", true)]
    [InlineData("CREATE TABLE IF NOT EXISTS", ".coming", false)]
    [InlineData("ALTER TABLE", "ADD COLUMN IF NOT EXISTS added", true)]
    [InlineData("ALTER TABLE", "ADD COLUMN IF NOT EXISTS added", false)]
    [InlineData("ALTER TABLE", "ADD INDEX IF NOT EXISTS idx_note", true)]
    [InlineData("ALTER TABLE", "MODIFY SETTING", true)]
    public async Task A_step_whose_answer_was_lost_is_taken_back_whether_it_was_done_or_not(
        string start,
        string part,
        bool isDone
    )
    {
        await using var bench = await FilledAsync();
        var before = await bench.PictureAsync();
        Lose(bench, start, part, isDone);

        var error = await bench.GoAsync("2.0.0");

        error.ShouldNotBeNull().ShouldContain("whether it took effect is not known");
        error.ShouldContain("all were taken back");
        (await bench.PictureAsync()).ShouldBe(before);
        (await bench.AskAsync(Rows)).ShouldBe("100\t4950\t100");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dropped_table_is_back_when_the_answer_was_lost(bool isDone)
    {
        await using var bench = await FilledAsync();
        Lose(bench, "RENAME TABLE", "shaped_after_is_below", isDone);

        (await bench.GoAsync("2.0.0")).ShouldNotBeNull().ShouldContain("not known");

        bench.Progress.ShouldContain(one =>
            one.State == RunState.RolledBack
            && one.Step!.Summary == "drop table shaped_after_is_below"
        );
        (await bench.AskAsync("SELECT count() FROM {db}.shaped_after_is_below")).ShouldBe("3");
    }

    [Fact]
    public async Task A_view_that_keeps_its_rows_is_dropped_last_and_its_rows_are_kept()
    {
        await using var bench = await FilledAsync();
        await bench.ExecuteAsync(
            "CREATE MATERIALIZED VIEW {db}.own ENGINE = MergeTree ORDER BY symbol POPULATE AS SELECT symbol, price FROM {db}.shaped"
        );

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        (await bench.AskAsync("EXISTS TABLE {db}.own")).ShouldBe("0");
        var backup = Done(bench, "drop materialized view own and its rows");
        (await bench.AskAsync($"SELECT count(), sum(price) FROM {backup}")).ShouldBe("100\t4950");
        var steps = bench
            .Progress.Where(one => one.State == RunState.Done)
            .Select(one => one.Step!.Summary)
            .ToList();
        steps
            .IndexOf("drop materialized view own and its rows")
            .ShouldBeGreaterThan(steps.IndexOf("add column shaped.added UInt8"));
    }

    private static void Lose(Bench bench, string start, string part, bool isDone)
    {
        var isLost = false;
        void LoseOnce(string statement)
        {
            if (
                !isLost
                && statement.StartsWith(start, StringComparison.Ordinal)
                && statement.Contains(part, StringComparison.Ordinal)
            )
            {
                isLost = true;
                throw new LostException();
            }
        }
        bench.Store.Before = statement =>
        {
            if (!isDone)
            {
                LoseOnce(statement);
            }
            return Task.CompletedTask;
        };
        bench.Store.After = statement =>
        {
            if (isDone)
            {
                LoseOnce(statement);
            }
        };
    }

    [Fact]
    public async Task A_value_that_does_not_convert_fails_the_step_and_stays_readable()
    {
        await using var bench = await Bench.CreateAsync(
            suite,
            ["1.0.0", "2.0.0"],
            new Dictionary<string, string>
            {
                ["numbers.yaml"] = """
                group: numbers
                source: the test
                definitions:
                  numbers:
                    comment: A text that becomes a number
                    shard_by: id
                    columns:
                    - {name: id, type: UInt32}
                    - {name: text, type: String, until: 2.0.0}
                    - {name: text, type: UInt32, since: 2.0.0}
                    order_by: [id]
                """,
            }
        );
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        await bench.ExecuteAsync("INSERT INTO {db}.numbers VALUES (1, '12'), (2, 'twelve')");

        var error = await bench.GoAsync("2.0.0");

        error.ShouldNotBeNull().ShouldContain("twelve");
        (await bench.AskAsync("SELECT text FROM {db}.numbers ORDER BY id")).ShouldBe("12\ntwelve");
        (await bench.CompareAsync("1.0.0")).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_is_refused_while_another_process_changes_the_schema()
    {
        await using var bench = await FilledAsync();
        var entered = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        bench.Store.Before = async _ =>
        {
            entered.TrySetResult();
            await go.Task;
        };
        var first = bench.GoAsync("2.0.0");
        await entered.Task;

        // In this process, by the same runner; and in the suite's own process, through the store.
        var here = await Should.ThrowAsync<Grpc.Core.RpcException>(() => bench.TryGoAsync("2.0.0"));
        here.StatusCode.ShouldBe(Grpc.Core.StatusCode.Aborted);
        using var call = suite
            .OpenSchema()
            .Apply(new Platform.Schema.V1.ApplyRequest(), suite.Headers);
        var there = await Should.ThrowAsync<Grpc.Core.RpcException>(() =>
            call.ResponseStream.MoveNext(CancellationToken.None)
        );
        there.StatusCode.ShouldBe(Grpc.Core.StatusCode.Aborted);
        there.Status.Detail.ShouldContain("Another Apply or Rollback");

        go.SetResult();
        (await first).ShouldBeNull();
        bench.Store.Before = _ => Task.CompletedTask;
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
    }

    private async Task<Bench> FilledAsync()
    {
        var bench = await Bench.CreateAsync(
            suite,
            ["1.0.0", "2.0.0"],
            new Dictionary<string, string> { ["things.yaml"] = Things, ["later.yaml"] = Later }
        );
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        await bench.ExecuteAsync(
            "INSERT INTO {db}.shaped SELECT toDateTime(1700000000 + number), 'A', number, 'n', number FROM numbers(100)"
        );
        await bench.ExecuteAsync(
            "INSERT INTO {db}.rekeyed SELECT toDateTime(1700000000 + number), 'A' FROM numbers(100)"
        );
        await bench.ExecuteAsync(
            "INSERT INTO {db}.shaped_after_is_below VALUES ('A'), ('B'), ('C')"
        );
        return bench;
    }

    /// <summary>How both versions look when nothing goes wrong.</summary>
    private static async Task<(string First, string Second)> MeasureAsync(Bench bench)
    {
        var first = await bench.PictureAsync();
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        var second = await bench.PictureAsync();
        (await bench.GoAsync("1.0.0", isRollback: true)).ShouldBeNull();
        (await bench.PictureAsync()).ShouldBe(first);
        return (first, second);
    }

    private static async Task KillAsync(Bench bench, string version, int write, bool isRollback)
    {
        bench.Store.Restart(write);
        try
        {
            (await bench.GoAsync(version, isRollback)).ShouldBeNull();
        }
        catch (KilledException)
        {
            var history = await bench.HistoryAsync();
            var isOver = history.VersionOf(bench.Pack)!.ToString() == version;
            (history.UnfinishedOf(bench.Pack) is null).ShouldBe(isOver);
            bench.Store.Restart(0);
            if (!isOver)
            {
                (await bench.GoAsync(version, isRollback)).ShouldBeNull();
            }
        }
        bench.Store.Restart(0);
        var done = await bench.HistoryAsync();
        done.VersionOf(bench.Pack)!.ToString().ShouldBe(version);
        done.UnfinishedOf(bench.Pack).ShouldBeNull();
    }

    /// <summary>The backup of a step that is done.</summary>
    private static string Done(Bench bench, string summary) =>
        bench
            .Progress.Single(one => one.State == RunState.Done && one.Step!.Summary == summary)
            .Step!.Backup;
}
