using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Platform.Schema.Service.Journal;
using Platform.Schema.Service.Runs;
using Platform.Schema.Tests.Engines;
using Platform.Schema.Versioning;

namespace Platform.Schema.Tests.Service;

/// <summary>In a store that has transactions an Apply is done whole or not at all.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class TransactionTests(PostgreSqlFixture server)
{
    private const string Pack = """
        pack: accounts
        comment: For a test
        stores:
          postgresql:
            namespace: accounts
            version: 2.0.0
            versions:
              1.0.0: One table
              2.0.0: Two more, one less
        """;

    private const string Tables = """
        group: tables
        source: the test
        definitions:
          first:
            until: 2.0.0
            comment: Goes
            columns: [{name: id, type: bigint, nullable: false}]
            primary_key: [id]
          second:
            since: 2.0.0
            comment: Comes
            columns: [{name: id, type: bigint, nullable: false}]
            primary_key: [id]
          third:
            since: 2.0.0
            comment: Comes
            columns: [{name: id, type: bigint, nullable: false}]
            primary_key: [id]
        """;

    [Fact]
    public async Task All_steps_and_the_end_in_the_journal_are_committed_together()
    {
        await using var bench = await BenchAsync();

        (await bench.GoAsync("2.0.0")).ShouldBeNull();

        (await bench.TablesAsync()).ShouldBe("second,third");
        (await bench.VersionAsync()).ShouldBe("2.0.0");
    }

    [Theory]
    [InlineData("CREATE TABLE accounts.second")]
    [InlineData("COMMENT ON TABLE accounts.third")]
    [InlineData("DROP TABLE accounts.first")]
    public async Task A_failed_step_leaves_nothing_of_the_others(string statement)
    {
        await using var bench = await BenchAsync();
        bench.Store.Before = one =>
            one.StartsWith(statement, StringComparison.Ordinal)
                ? throw new NpgsqlException("it can not be done")
                : Task.CompletedTask;

        var error = await bench.GoAsync("2.0.0");

        error.ShouldNotBeNull().ShouldContain("it can not be done");
        error.ShouldContain("all were taken back");
        (await bench.TablesAsync()).ShouldBe("first");
        (await bench.VersionAsync()).ShouldBe("1.0.0");
        var history = await bench.HistoryAsync();
        history.UnfinishedOf("accounts").ShouldBeNull("the failure is in the journal");
        bench
            .Progress.Count(one => one.State == RunState.RolledBack)
            .ShouldBe(bench.Progress.Count(one => one.State == RunState.Done));
        bench.Store.Before = _ => Task.CompletedTask;
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        (await bench.TablesAsync()).ShouldBe("second,third");
    }

    [Fact]
    public async Task A_process_killed_before_the_commit_leaves_nothing_and_the_next_run_goes_through()
    {
        await using var bench = await BenchAsync();
        bench.Store.Before = one =>
            one.StartsWith("DROP TABLE", StringComparison.Ordinal)
                // The server sees its client gone, whatever the reason.
                ? bench.CutConnectionsAsync()
                : Task.CompletedTask;

        await bench.GoAsync("2.0.0");

        (await bench.TablesAsync()).ShouldBe("first");
        (await bench.VersionAsync()).ShouldBe("1.0.0");
        bench.Store.Before = _ => Task.CompletedTask;
        (await bench.GoAsync("2.0.0")).ShouldBeNull();
        (await bench.TablesAsync()).ShouldBe("second,third");
        (await bench.VersionAsync()).ShouldBe("2.0.0");
    }

    private async Task<Bench> BenchAsync()
    {
        var folder = Directory.CreateTempSubdirectory("platform-schema-").FullName;
        var store = Directory.CreateDirectory(Path.Combine(folder, "accounts", "postgresql"));
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts", "pack.yaml"), Pack);
        await File.WriteAllTextAsync(Path.Combine(store.FullName, "tables.yaml"), Tables);
        var bench = new Bench(await server.NewDatabaseAsync(), folder);
        await bench.Store.PrepareAsync("accounts", CancellationToken.None);
        (await bench.GoAsync("1.0.0")).ShouldBeNull();
        return bench;
    }

    private sealed class Bench : IAsyncDisposable
    {
        private readonly NpgsqlDataSource _source;
        private readonly string _folder;
        private readonly SchemaRunner _runner;

        public Bench(NpgsqlDataSource source, string folder)
        {
            _source = source;
            _folder = folder;
            Store = new PostgreSqlStore(source);
            var catalogue = Catalogue.Load(folder);
            _runner = new SchemaRunner(
                Store,
                new SchemaPlanner(Store, catalogue, TimeProvider.System),
                new PackVersions(Store, catalogue),
                TimeProvider.System,
                NullLogger<SchemaRunner>.Instance
            );
        }

        public PostgreSqlStore Store { get; }

        public List<RunProgress> Progress { get; } = [];

        public Task<string?> GoAsync(string version)
        {
            Progress.Clear();
            return _runner.RunAsync(
                new RunRequest
                {
                    IsRollback = false,
                    Packs = [("accounts", SemanticVersion.Parse(version))],
                    AllowDestructive = true,
                    RequestId = "",
                },
                Progress.Add,
                CancellationToken.None
            );
        }

        public Task<RunHistory> HistoryAsync() =>
            RunHistory.ReadAsync(Store, CancellationToken.None);

        public async Task<string> VersionAsync() =>
            $"{(await HistoryAsync()).VersionOf("accounts")}";

        public async Task<string> TablesAsync() =>
            string.Join(
                ',',
                (await Store.ReadLiveAsync("accounts", CancellationToken.None)).Select(one =>
                    one.Name
                )
            );

        public Task CutConnectionsAsync() =>
            PostgreSqlFixture.RunAsync(
                _source,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
            );

        public async ValueTask DisposeAsync()
        {
            _runner.Dispose();
            await _source.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
