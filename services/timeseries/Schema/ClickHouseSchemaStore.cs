using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;
using Platform.Schema.Service.Journal;

namespace Platform.Timeseries.Schema;

/// <summary>ClickHouse as a store of definitions.</summary>
internal sealed class ClickHouseSchemaStore(
    ClickHouseClient clickHouse,
    WriterHalt halt,
    IOptions<SchemaOptions> options,
    TimeProvider time
) : ISchemaStore
{
    private static readonly QueryOptions Patient = new()
    {
        // A step may rewrite a whole table, and must be over when it is answered.
        Timeout = TimeSpan.FromHours(1),
        Settings = new Dictionary<string, string>
        {
            ["alter_sync"] = "1",
            ["mutations_sync"] = "1",
            ["max_execution_time"] = "0",
        },
    };

    private readonly LiveTables _live = new(clickHouse);
    private readonly Retentions _retentions = new(clickHouse, options.Value.StoragePolicy);
    private readonly RemainsCleaner _remains = new(clickHouse);
    private readonly SchemaLock _lock = new(clickHouse);
    private readonly ConcurrentDictionary<string, string> _formatted = new();

    public StoreKind Kind => StoreKind.ClickHouse;

    public ISchemaJournal Journal { get; } = new ClickHouseJournal(clickHouse);

    public IReadOnlyList<string> Forms { get; } =
    [
        "one server; the replicated and distributed form of a cluster is rendered and was not run here",
        options.Value.StoragePolicy is { } policy
            ? $"tiers: tables with tiers are in the storage policy '{policy}'"
            : "no tiers: Schema:StoragePolicy names no storage policy, so rows stay on one volume until their TTL ends",
    ];

    public async Task<string> EngineAsync(CancellationToken cancellation)
    {
        var row = await clickHouse.QueryRowsAsync(
            "SELECT version() AS version, (SELECT count() FROM system.functions WHERE name = 'chdb') > 0 AS embedded",
            ct: cancellation
        );
        var embedded = Convert.ToInt32(row[0]["embedded"], null) != 0 ? " (embedded)" : "";
        return $"ClickHouse {row[0].Get<string>("version")}{embedded}";
    }

    public async Task<IReadOnlyList<Definition>> ReadLiveAsync(
        string scope,
        CancellationToken cancellation
    )
    {
        var live = await _live.ReadAsync(scope, cancellation);
        // The engine writes the database before every name it reads; definitions don't.
        return
        [
            .. live.Select(definition =>
                definition is ClickHouseView view
                    ? view with
                    {
                        Query = view.Query.Replace(
                            ClickHouseSql.Identifier(scope) + ".",
                            "",
                            StringComparison.Ordinal
                        ),
                    }
                    : definition
            ),
        ];
    }

    public async Task<IReadOnlyList<Definition>> NormaliseAsync(
        IReadOnlyList<Definition> definitions,
        CancellationToken cancellation
    )
    {
        var normal = new List<Definition>(definitions.Count);
        foreach (var definition in definitions)
        {
            if (definition is ClickHouseView view && !_formatted.ContainsKey(view.Query))
            {
                _formatted[view.Query] =
                    await clickHouse.QueryScalarAsync<string>(
                        "SELECT formatQuerySingleLine({query:String})",
                        new QueryParameters { { "query", view.Query } },
                        ct: cancellation
                    ) ?? view.Query;
            }
            normal.Add(
                definition is ClickHouseTable table
                    ? ClickHouseParts.WithDefaults(
                        ClickHouseTiers.InForce(table, options.Value.StoragePolicy)
                    )
                    : definition
            );
        }
        return normal;
    }

    public IReadOnlyList<Part> Describe(Definition definition) =>
        ClickHouseParts.Of(definition, query => _formatted.GetValueOrDefault(query, query));

    public IReadOnlyList<SchemaStep> Render(Change change, RenderContext context) =>
        ClickHouseSteps.Render(change, context);

    public async Task ExecuteAsync(string statement, CancellationToken cancellation)
    {
        await clickHouse.ExecuteAsync(statement, options: Patient, ct: cancellation);
        if (statement.StartsWith(Rebuild.Exchange, StringComparison.Ordinal))
        {
            // An insert that somebody began before still ends in the table that now is the backup.
            await halt.AwaitInsertsAsync(cancellation);
        }
        else if (statement.StartsWith(Rebuild.StopMerges, StringComparison.Ordinal))
        {
            // One that was about to be kept is: from now on parts must not change their names.
            await halt.AwaitMergesAsync(statement[Rebuild.StopMerges.Length..], cancellation);
        }
    }

    public async Task<IStepScope?> EnterAsync(SchemaStep step, CancellationToken cancellation) =>
        await halt.EnterAsync(cancellation);

    public Task<bool> HasRemainsAsync(CancellationToken cancellation) =>
        _remains.AnyAsync(cancellation);

    public Task ClearRemainsAsync(CancellationToken cancellation) =>
        _remains.ClearAsync(cancellation);

    public async Task PrepareAsync(string scope, CancellationToken cancellation)
    {
        foreach (var database in new[] { scope, StepTexts.BackupDatabase })
        {
            await clickHouse.ExecuteAsync(
                $"CREATE DATABASE IF NOT EXISTS {ClickHouseSql.Identifier(database)} ENGINE = Atomic",
                options: new QueryOptions { Idempotent = true },
                ct: cancellation
            );
        }
    }

    public Task<IReadOnlyList<RetentionState>> ReadRetentionAsync(
        SchemaState state,
        CancellationToken cancellation
    ) => _retentions.ReadAsync(state, cancellation);

    public Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellation) =>
        _lock.TryTakeAsync(time, cancellation);

    public string? Explain(Exception exception) =>
        exception switch
        {
            // Without a code it is the way to the server that failed, and its address is no caller's business.
            ClickHouseException { Code: 0 } failure => failure.Name,
            ClickHouseException failure => $"{failure.Name}: {Shortened(failure.Message)}",
            StoreNotStillException failure => failure.Message,
            _ => null,
        };

    public bool IsOutcomeUnknown(Exception exception) =>
        exception is ClickHouseException { Code: 0 };

    /// <summary>Its first line; what comes in brackets after it names files of the server.</summary>
    private static string Shortened(string text)
    {
        var line = text.Split('\n')[0].Split(": (while")[0];
        return line.Length <= 500 ? line : line[..500] + " …";
    }
}
