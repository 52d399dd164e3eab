using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Schema;
using Platform.Schema.Model;
using Platform.Schema.Service;
using Platform.Schema.Service.Journal;
using Platform.Schema.Service.Runs;
using Platform.Schema.Versioning;
using Platform.Timeseries.Schema;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>A pack of the test's own in a database of its own, run in this process against the real engine.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ClickHouseClient _clickHouse;
    private readonly Catalogue _catalogue;
    private readonly string? _storagePolicy;

    private Bench(
        SchemaSuite suite,
        string folder,
        string pack,
        TimeSpan haltWait,
        string? storagePolicy
    )
    {
        _folder = folder;
        _storagePolicy = storagePolicy;
        Pack = pack;
        _clickHouse = suite.OpenClickHouse(pack);
        _catalogue = Catalogue.Load(folder);
        WaitForWriters(haltWait);
    }

    public string Pack { get; }

    /// <summary>To the pack's database.</summary>
    public ClickHouseClient ClickHouse => _clickHouse;

    public Catalogue Catalogue => _catalogue;

    /// <summary>Ticks of the test's own pass here.</summary>
    public StoreGate Gate { get; } = new();

    /// <summary>And rows here.</summary>
    public TableTurns Turns { get; } =
        new(Options.Create(new TableOptions { WaitMax = TimeSpan.FromMinutes(5) }));

    public KilledStore Store { get; private set; }

    public PackVersions Versions { get; private set; }

    public SchemaPlanner Planner { get; private set; }

    public SchemaRunner Runner { get; private set; }

    public List<RunProgress> Progress { get; } = [];

    /// <param name="suite">Whose engine.</param>
    /// <param name="versions">Of the pack, the last is the current one.</param>
    /// <param name="groups">File name to YAML.</param>
    /// <param name="haltWait">How long a step waits for writers; null: 2 min.</param>
    /// <param name="storagePolicy">Of tiers; null: there are none.</param>
    public static async Task<Bench> CreateAsync(
        SchemaSuite suite,
        string[] versions,
        IReadOnlyDictionary<string, string> groups,
        TimeSpan? haltWait = null,
        string? storagePolicy = null
    )
    {
        var pack = $"pack_{Guid.NewGuid():N}"[..16];
        var folder = Directory.CreateTempSubdirectory("platform-schema-").FullName;
        var store = Directory.CreateDirectory(Path.Combine(folder, pack, "clickhouse")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, pack, "pack.yaml"),
            $"""
            pack: {pack}
            comment: For a test
            stores:
              clickhouse:
                namespace: {pack}
                version: {versions[^1]}
                versions:
            {string.Join('\n', versions.Select(version => $"      {version}: A version"))}
            """
        );
        foreach (var (name, text) in groups)
        {
            await File.WriteAllTextAsync(Path.Combine(store, name), text);
        }
        await suite.QueryClickHouseAsync($"CREATE DATABASE {pack} ENGINE = Atomic");
        var bench = new Bench(
            suite,
            folder,
            pack,
            haltWait ?? TimeSpan.FromMinutes(2),
            storagePolicy
        );
        // The service's claim outlives, by 30 s, a store that a test before killed under it.
        await Wait.UntilAsync(
            async () =>
            {
                await using var right = await bench.Store.TryLockAsync(CancellationToken.None);
                return right is not null;
            },
            "nobody else changes the schema",
            everyMs: 250
        );
        return bench;
    }

    /// <summary>The 103 tables of neliti under another name.</summary>
    public static Task<Bench> OfNelitiAsync(SchemaSuite suite) =>
        CreateAsync(
            suite,
            ["2.0.0", "2.1.0"],
            Directory
                .EnumerateFiles(
                    Path.Combine(Platform.TestKit.Checkout.Root, "schema/neliti/clickhouse")
                )
                .ToDictionary(path => Path.GetFileName(path), File.ReadAllText)
        );

    /// <summary>From now on, with a store of its own.</summary>
    /// <param name="atMost">How long a step waits for writers.</param>
    [MemberNotNull(nameof(Store), nameof(Versions), nameof(Planner), nameof(Runner))]
    public void WaitForWriters(TimeSpan atMost)
    {
        var options = Options.Create(
            new SchemaOptions { HaltWait = atMost, StoragePolicy = _storagePolicy }
        );
        Store = new KilledStore(
            new ClickHouseSchemaStore(
                _clickHouse,
                new WriterHalt(_clickHouse, Gate, Turns, options),
                options,
                TimeProvider.System
            )
        );
        Versions = new PackVersions(Store, _catalogue);
        Planner = new SchemaPlanner(Store, _catalogue, TimeProvider.System);
        Runner?.Dispose();
        Runner = new SchemaRunner(
            Store,
            Planner,
            Versions,
            TimeProvider.System,
            NullLogger<SchemaRunner>.Instance
        );
    }

    public SchemaStart NewStart(bool upgrade) =>
        new(
            Store,
            Planner,
            Versions,
            TimeProvider.System,
            Options.Create(new SchemaOptions { UpgradeOnStart = upgrade }),
            NullLogger<SchemaStart>.Instance
        );

    /// <summary>
    /// Null when all is done, else why not. A rollback when it goes down. The claim of another process is waited for.
    /// </summary>
    public async Task<string?> GoAsync(
        string version,
        bool isRollback = false,
        string requestId = ""
    )
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            try
            {
                return await TryGoAsync(version, isRollback, requestId);
            }
            catch (RpcException e)
                when (e.StatusCode == StatusCode.Aborted && DateTime.UtcNow < deadline)
            {
                await Task.Delay(250);
            }
        }
    }

    /// <summary>Refused, ABORTED, while another changes the schema.</summary>
    public async Task<string?> TryGoAsync(
        string version,
        bool isRollback = false,
        string requestId = ""
    )
    {
        Progress.Clear();
        return await Runner.RunAsync(
            new RunRequest
            {
                IsRollback = isRollback,
                Packs = [(Pack, SemanticVersion.Parse(version))],
                AllowDestructive = true,
                RequestId = requestId,
            },
            Progress.Add,
            CancellationToken.None
        );
    }

    public async Task<RunHistory> HistoryAsync() =>
        await RunHistory.ReadAsync(Store.Journal, CancellationToken.None);

    public async Task<SchemaPlan> CompareAsync(string version) =>
        await Planner.PlanAsync(Pack, null, SemanticVersion.Parse(version), CancellationToken.None);

    public Task ExecuteAsync(string sql) =>
        _clickHouse.ExecuteAsync(sql.Replace("{db}", Pack, StringComparison.Ordinal));

    public async Task<string> AskAsync(string sql)
    {
        var rows = await _clickHouse.QueryRowsAsync(
            sql.Replace("{db}", Pack, StringComparison.Ordinal)
        );
        return string.Join(
            '\n',
            rows.Select(row => string.Join('\t', row.Values.Select(value => $"{value}")))
        );
    }

    /// <summary>Everything the engine says of the pack's tables, so that two states can be compared.</summary>
    public Task<string> PictureAsync() =>
        AskAsync(
            "SELECT name, create_table_query FROM system.tables WHERE database = '{db}' ORDER BY name"
        );

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("DROP DATABASE IF EXISTS {db} SYNC");
        await _clickHouse.DisposeAsync();
        Runner.Dispose();
        Gate.Dispose();
        Turns.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
