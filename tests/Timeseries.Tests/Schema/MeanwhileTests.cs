namespace Platform.Timeseries.Tests.Schema;

/// <summary>Rows that are written while steps change their table: none that was acknowledged is lost.</summary>
[Collection("schema suite")]
public sealed class MeanwhileTests(SchemaSuite suite)
{
    private const string Pack = """
        group: rows
        source: the test
        definitions:
          rebuilt:
            until: 2.0.0
            comment: Gets another key
            columns:
            - {name: id, type: UInt64}
            - {name: symbol, type: String}
            - {name: time, type: DateTime, default: now()}
            order_by: [symbol]
            ttl: toDateTime(time) + INTERVAL 50 YEAR
          narrowed:
            until: 2.0.0
            comment: Loses a column
            columns:
            - {name: symbol, type: String}
            - {name: value, type: UInt64}
            order_by: [symbol]
        """;

    private const string Later = """
        group: later
        source: the test
        definitions:
          rebuilt:
            since: 2.0.0
            comment: Gets another key
            columns:
            - {name: id, type: UInt64}
            - {name: symbol, type: String}
            - {name: time, type: DateTime, default: now()}
            order_by: [symbol, id]
            ttl: toDateTime(time) + INTERVAL 50 YEAR
          narrowed:
            since: 2.0.0
            comment: Loses a column
            columns:
            - {name: symbol, type: String}
            order_by: [symbol]
        """;

    private const string Count = "SELECT count(), uniqExact(id) FROM {db}.rebuilt";

    [Fact]
    public async Task Rows_written_while_a_table_is_rebuilt_are_in_it_once()
    {
        await using var bench = await FilledAsync();
        var begun = 0;
        var stored = 0;
        var isOver = false;
        async Task WriteAsync(Func<ValueTask<IDisposable>> enter)
        {
            while (!Volatile.Read(ref isOver))
            {
                using var turn = await enter();
                var id = 1_000_000 + Interlocked.Increment(ref begun);
                await bench.ExecuteAsync(
                    $"INSERT INTO {{db}}.rebuilt (id, symbol) VALUES ({id}, 'W')"
                );
                Interlocked.Increment(ref stored);
            }
        }
        var rows = WriteAsync(async () => await bench.Turns.InsertAsync(CancellationToken.None));
        var ticks = WriteAsync(async () => await bench.Gate.EnterAsync(CancellationToken.None));
        var before = 0;
        var after = 0;
        bench.Store.Before = async statement =>
        {
            if (
                statement.StartsWith(
                    "INSERT INTO platform_backup.rebuilt",
                    StringComparison.Ordinal
                ) && statement.Contains("round = 1)", StringComparison.Ordinal)
            )
            {
                // What is to be copied is noted. One that begins from now on is none of that.
                before = Volatile.Read(ref begun);
                await Wait.UntilAsync(
                    () =>
                        rows.IsCompleted || ticks.IsCompleted || Volatile.Read(ref stored) > before,
                    "a row comes while the copy is made"
                );
            }
            after = IsExchange(statement) ? Volatile.Read(ref begun) : after;
        };

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(rows, ticks);
        after.ShouldBeGreaterThan(before, "rows came while the copy was made");
        (await bench.AskAsync(Count)).ShouldBe($"{50_000 + begun}\t{50_000 + begun}");
    }

    [Fact]
    public async Task A_table_is_not_exchanged_under_an_insert_that_does_not_end()
    {
        await using var bench = await FilledAsync(TimeSpan.FromSeconds(1));
        var first = await bench.PictureAsync();
        await using var held = await HeldInsert.StartAsync(
            suite,
            $"{bench.Pack}.rebuilt (id, symbol)",
            "7000000\tHELD"
        );

        var error = await bench.GoAsync("2.0.0");

        error.ShouldNotBeNull().ShouldContain("did not come to a halt");
        error.ShouldContain("all were taken back");
        await held.EndAsync();
        (await bench.PictureAsync()).ShouldBe(first);
        (await bench.AskAsync(Count)).ShouldBe("50001\t50001");
        bench.WaitForWriters(TimeSpan.FromMinutes(2));
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        (await bench.AskAsync(Count)).ShouldBe("50001\t50001");
    }

    [Fact]
    public async Task What_somebody_else_writes_at_the_very_moment_is_carried_over()
    {
        await using var bench = await FilledAsync();
        var table = await UuidAsync(bench);
        HeldInsert? held = null;
        Task? ended = null;
        bench.Store.Before = async statement =>
        {
            if (!IsExchange(statement))
            {
                return;
            }
            held = await HeldInsert.StartAsync(
                suite,
                $"{bench.Pack}.rebuilt (id, symbol)",
                "7000000\tHELD"
            );
            ended = Task.Run(async () =>
            {
                await Wait.UntilAsync(
                    async () => await UuidAsync(bench) != table,
                    "the tables have changed names"
                );
                await held.EndAsync();
            });
        };

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        await ended.ShouldNotBeNull();
        await held!.DisposeAsync();
        (await bench.AskAsync(Count)).ShouldBe("50001\t50001");
    }

    [Fact]
    public async Task A_value_written_until_its_column_is_dropped_is_in_the_backup()
    {
        await using var bench = await FilledAsync();
        await bench.ExecuteAsync("INSERT INTO {db}.narrowed VALUES ('A', 0)");
        var written = 0;
        var writer = Task.Run(async () =>
        {
            while (true)
            {
                using var turn = await bench.Turns.InsertAsync(CancellationToken.None);
                try
                {
                    await bench.ExecuteAsync(
                        $"INSERT INTO {{db}}.narrowed (symbol, value) VALUES ('W', {written + 1})"
                    );
                    Interlocked.Increment(ref written);
                }
                catch (Platform.ClickHouse.ClickHouseException)
                {
                    return;
                }
            }
        });

        await Wait.UntilAsync(
            () => writer.IsCompleted || Volatile.Read(ref written) > 0,
            "a value is written"
        );

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        await writer;
        written.ShouldBeGreaterThan(0);
        var backup = bench
            .Progress.First(one => one.Step?.Summary == "drop column narrowed.value UInt64")
            .Step!.Backup;
        (await bench.AskAsync($"SELECT count(), max(value) FROM {backup}")).ShouldBe(
            $"{written + 1}\t{written}"
        );
        (await bench.AskAsync("SELECT count() FROM {db}.narrowed")).ShouldBe($"{written + 1}");
    }

    [Theory]
    [InlineData("INSERT INTO platform_backup.rebuilt", "round = 1)")]
    [InlineData("INSERT INTO platform_backup.rebuilt", "round = 2)")]
    [InlineData("EXCHANGE TABLES", "rebuilt")]
    public async Task A_rebuild_that_fails_leaves_nothing_behind(string start, string part)
    {
        await using var bench = await FilledAsync();
        var first = await bench.PictureAsync();
        var backups = await BackupsAsync(bench);
        bench.Store.Replace = statement =>
            statement.StartsWith(start, StringComparison.Ordinal)
            && statement.Contains(part, StringComparison.Ordinal)
                ? "INSERT INTO no_such_table SELECT 1"
                : statement;

        (await bench.GoAsync("2.0.0")).ShouldNotBeNull().ShouldContain("UNKNOWN_TABLE");

        (await bench.PictureAsync()).ShouldBe(first);
        (await BackupsAsync(bench)).ShouldBe(backups);
        (await bench.AskAsync(Count)).ShouldBe("50000\t50000");
        await MergesAsync(bench);
    }

    [Theory]
    [InlineData("SYSTEM STOP MERGES", "1.0.0")]
    [InlineData("EXCHANGE TABLES", "2.0.0")]
    public async Task A_start_clears_what_a_killed_rebuild_left(string killedAfter, string shape)
    {
        await using var bench = await FilledAsync();
        var backups = await BackupsAsync(bench);
        bench.Store.After = statement =>
        {
            if (statement.StartsWith(killedAfter, StringComparison.Ordinal))
            {
                throw new KilledException();
            }
        };
        await Should.ThrowAsync<KilledException>(() => bench.GoAsync("2.0.0"));
        bench.Store.After = _ => { };
        (await bench.Store.HasRemainsAsync(CancellationToken.None)).ShouldBeTrue();

        using var start = bench.NewStart(upgrade: false);
        await start.EnsureAsync(CancellationToken.None);

        (await bench.Store.HasRemainsAsync(CancellationToken.None)).ShouldBeFalse();
        await MergesAsync(bench);
        (await bench.CompareAsync(shape)).Differences.ShouldNotContain(one =>
            one.Definition == "rebuilt"
        );
        // Of the backup of a rebuild that came about the TTL is gone; of the other nothing is left.
        var left = await BackupsAsync(bench);
        left.Except(backups).Count().ShouldBe(shape == "2.0.0" ? 1 : 0);
        backups.Except(left).ShouldBeEmpty();
        (
            await bench.AskAsync(
                "SELECT count() FROM system.tables WHERE database = 'platform_backup' AND name LIKE 'rebuilt%' AND engine_full LIKE '% TTL %'"
            )
        ).ShouldBe("0");
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        (await bench.AskAsync(Count)).ShouldBe("50000\t50000");
    }

    private static bool IsExchange(string statement) =>
        statement.StartsWith("EXCHANGE TABLES", StringComparison.Ordinal);

    private static Task<string> UuidAsync(Bench bench) =>
        bench.AskAsync(
            "SELECT toString(uuid) FROM system.tables WHERE database = '{db}' AND name = 'rebuilt'"
        );

    /// <summary>Those of the tests before are among them.</summary>
    private static async Task<string[]> BackupsAsync(Bench bench) =>
        (
            await bench.AskAsync(
                "SELECT name FROM system.tables WHERE database = 'platform_backup' AND name LIKE 'rebuilt%' ORDER BY name"
            )
        ).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails while the table's merges are stopped.</summary>
    private static async Task MergesAsync(Bench bench)
    {
        await bench.ExecuteAsync("INSERT INTO {db}.rebuilt (id, symbol) VALUES (0, 'M')");
        await bench.ExecuteAsync("OPTIMIZE TABLE {db}.rebuilt FINAL");
        await bench.ExecuteAsync(
            "ALTER TABLE {db}.rebuilt DELETE WHERE symbol = 'M' SETTINGS mutations_sync = 1"
        );
    }

    private async Task<Bench> FilledAsync(TimeSpan? haltWait = null)
    {
        var bench = await Bench.CreateAsync(
            suite,
            ["1.0.0", "2.0.0"],
            new Dictionary<string, string> { ["rows.yaml"] = Pack, ["later.yaml"] = Later },
            haltWait
        );
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        await bench.ExecuteAsync(
            "INSERT INTO {db}.rebuilt (id, symbol) SELECT number, 'A' FROM numbers(50000)"
        );
        return bench;
    }
}
