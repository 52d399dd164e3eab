using System.Text.Json;
using Npgsql;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Service;
using Platform.Schema.Service.Diff;
using Platform.Schema.Service.Journal;

namespace Platform.Schema.Tests.Service;

/// <summary>
/// PostgreSQL as a store of definitions, as little of it as a transactional store needs: tables by their name, each made
/// by one step, and the journal beside them.
/// </summary>
#pragma warning disable CA1001 // Who began the transaction disposes of it.
internal sealed class PostgreSqlStore(NpgsqlDataSource source) : ISchemaStore, ISchemaJournal
#pragma warning restore CA1001
{
    private Transaction? _open;

    public StoreKind Kind => StoreKind.PostgreSql;

    public ISchemaJournal Journal => this;

    public IReadOnlyList<string> Forms => [];

    /// <summary>Called before each statement.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Task<string> EngineAsync(CancellationToken cancellation) =>
        Task.FromResult("PostgreSQL");

    public async Task<IStoreTransaction?> BeginAsync(CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        _open = new Transaction(
            this,
            connection,
            await connection.BeginTransactionAsync(cancellation)
        );
        return _open;
    }

    public async Task ExecuteAsync(string statement, CancellationToken cancellation)
    {
        await Before(statement);
        await RunAsync(statement, [], cancellation);
    }

    public async Task<IReadOnlyList<Definition>> ReadLiveAsync(
        string scope,
        CancellationToken cancellation
    )
    {
        var names = await RunAsync(
            "SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1",
            [scope],
            cancellation
        );
        return
        [
            .. names.Select(name => new PostgreSqlTable
            {
                Name = name,
                Group = "",
                Comment = "",
                Source = "",
                Columns = [],
            }),
        ];
    }

    public Task<IReadOnlyList<Definition>> NormaliseAsync(
        IReadOnlyList<Definition> definitions,
        CancellationToken cancellation
    ) => Task.FromResult(definitions);

    public IReadOnlyList<Part> Describe(Definition definition) => [];

    public IReadOnlyList<SchemaStep> Render(Change change, RenderContext context) =>
        [
            change.Desired is PostgreSqlTable table
                ? new SchemaStep
                {
                    Phase = StepPhase.Create,
                    Definition = table.Name,
                    Summary = $"create table {table.Name}",
                    Statements =
                    [
                        $"CREATE TABLE {context.Scope}.{table.Name} ({string.Join(", ", table.Columns.Select(one => $"{one.Name} {one.Type}"))})",
                        $"COMMENT ON TABLE {context.Scope}.{table.Name} IS 'made'",
                    ],
                }
                : new SchemaStep
                {
                    Phase = StepPhase.Destroy,
                    Definition = change.Name,
                    Summary = $"drop table {change.Name}",
                    Statements = [$"DROP TABLE {context.Scope}.{change.Name}"],
                    IsDestructive = true,
                },
        ];

    public async Task PrepareAsync(string scope, CancellationToken cancellation)
    {
        await RunAsync($"CREATE SCHEMA IF NOT EXISTS {scope}", [], cancellation);
        await RunAsync(
            "CREATE TABLE IF NOT EXISTS public.journal (number bigserial, run uuid, step int, entry text)",
            [],
            cancellation
        );
    }

    public Task<IReadOnlyList<RetentionState>> ReadRetentionAsync(
        SchemaState state,
        CancellationToken cancellation
    ) => Task.FromResult<IReadOnlyList<RetentionState>>([]);

    public Task<IAsyncDisposable?> TryLockAsync(CancellationToken cancellation) =>
        Task.FromResult<IAsyncDisposable?>(new Right());

    public string? Explain(Exception exception) =>
        exception is NpgsqlException failure ? failure.Message : null;

    public async Task AppendAsync(
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellation
    )
    {
        foreach (var entry in entries)
        {
            await RunAsync(
                "INSERT INTO public.journal (run, step, entry) VALUES ($1, $2, $3)",
                [entry.Run, entry.Step, JsonSerializer.Serialize(entry)],
                cancellation
            );
        }
    }

    public Task<IReadOnlyList<JournalEntry>> ReadRunsAsync(CancellationToken cancellation) =>
        ReadAsync("step = 0", [], cancellation);

    public Task<IReadOnlyList<JournalEntry>> ReadRunAsync(
        Guid run,
        CancellationToken cancellation
    ) => ReadAsync("run = $1", [run], cancellation);

    private async Task<IReadOnlyList<JournalEntry>> ReadAsync(
        string where,
        object[] values,
        CancellationToken cancellation
    )
    {
        var texts = await RunAsync(
            $"SELECT entry FROM public.journal WHERE {where} ORDER BY number",
            values,
            cancellation
        );
        return [.. texts.Select(text => JsonSerializer.Deserialize<JournalEntry>(text)!)];
    }

    /// <summary>In the open transaction, or else on its own; the first column of the rows.</summary>
    private async Task<List<string>> RunAsync(
        string sql,
        object[] values,
        CancellationToken cancellation
    )
    {
        var own = _open is null ? await source.OpenConnectionAsync(cancellation) : null;
        await using var _ = own;
        await using var command = (own ?? _open!.Connection).CreateCommand();
#pragma warning disable CA2100 // Statements are rendered from the test's own definitions.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }

    private sealed class Transaction(
        PostgreSqlStore store,
        NpgsqlConnection connection,
        NpgsqlTransaction transaction
    ) : IStoreTransaction
    {
        public NpgsqlConnection Connection => connection;

        public Task CommitAsync(CancellationToken cancellation) =>
            transaction.CommitAsync(cancellation);

        public async ValueTask DisposeAsync()
        {
            store._open = null;
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }

    private sealed class Right : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
