using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Versioning;

namespace Platform.Schema.Tests.Engines;

/// <summary>Every statement of the plain form runs on a real server.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlStatementTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task Every_version_of_every_pack_is_created_without_an_error()
    {
        foreach (var store in Catalogue.Shipped.Stores(StoreKind.PostgreSql))
        {
            foreach (var version in store.Versions.Select(released => released.Version))
            {
                await using var database = await server.NewDatabaseAsync();
                var state = Catalogue.Shipped.At(StoreKind.PostgreSql, store.Pack, version);
                await PostgreSqlFixture.ApplyAsync(database, state);
                // Applying is safe to repeat.
                await PostgreSqlFixture.ApplyAsync(database, state);
            }
        }
    }

    [Fact]
    public async Task All_packs_live_in_one_database()
    {
        await using var database = await server.NewDatabaseAsync();
        foreach (var store in Catalogue.Shipped.Stores(StoreKind.PostgreSql))
        {
            await PostgreSqlFixture.ApplyAsync(
                database,
                Catalogue.Shipped.At(StoreKind.PostgreSql, store.Pack)
            );
        }
    }
}
