using Npgsql;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.TestKit;

namespace Platform.Schema.Tests.Engines;

/// <summary>One real server for all tests that ask PostgreSQL, each in databases of its own.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private int _databases;

    private PostgreSqlServer Server { get; set; } = null!;

    public async Task InitializeAsync() => Server = await PostgreSqlServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    internal async Task<NpgsqlDataSource> NewDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(Server.ConnectionString);
        await connection.OpenAsync();
        await RunAsync(connection, $"CREATE DATABASE {name}");
        var builder = new NpgsqlConnectionStringBuilder(Server.ConnectionString)
        {
            Database = name,
            Pooling = false,
        };
        return NpgsqlDataSource.Create(builder);
    }

    /// <summary>A database with one pack in it.</summary>
    internal async Task<NpgsqlDataSource> NewDatabaseAsync(string pack)
    {
        var source = await NewDatabaseAsync();
        await ApplyAsync(source, Catalogue.Shipped.At(StoreKind.PostgreSql, pack));
        return source;
    }

    internal static async Task ApplyAsync(NpgsqlDataSource source, SchemaState state)
    {
        await using var connection = await source.OpenConnectionAsync();
        var renderer = new PostgreSqlRenderer(PostgreSqlForm.Plain);
        var failures = new List<string>();
        foreach (var statement in PostgreSqlRenderer.Support.Concat(renderer.Render(state)))
        {
            try
            {
                await RunAsync(connection, statement.Text);
            }
            catch (PostgresException e)
            {
                failures.Add($"{state.Pack}: {statement.Name}: {e.MessageText}\n{statement.Text}");
            }
        }
        failures.ShouldBeEmpty();
    }

    internal static async Task<object?> RunAsync(NpgsqlDataSource source, string sql)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await RunAsync(connection, sql);
    }

    private static async Task<object?> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the subject of the test.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class PostgreSqlTests : ICollectionFixture<PostgreSqlFixture>
{
    public const string Name = "PostgreSQL";
}
