using Platform.ClickHouse;
using Platform.ClickHouse.Tests.Engine;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.Schema.Versioning;

namespace Platform.Schema.Tests.Engines;

/// <summary>Every statement that is rendered for one server runs on a real one.</summary>
public sealed class ClickHouseStatementTests : IAsyncLifetime
{
    private EngineProcess _process = null!;
    private ClickHouseClient Client { get; set; } = null!;

    public async Task InitializeAsync()
    {
        _process = await EngineProcess.StartAsync();
        Client = new ClickHouseClient(
            new ClickHouseOptions
            {
                Endpoints = [_process.Address],
                User = "platform",
                Password = _process.Password,
            }
        );
    }

    public async Task DisposeAsync()
    {
        await Client.DisposeAsync();
        await _process.DisposeAsync();
    }

    [Fact]
    public async Task Every_version_of_every_pack_is_created_without_an_error()
    {
        foreach (var store in Catalogue.Shipped.Stores(StoreKind.ClickHouse))
        {
            foreach (var version in store.Versions.Select(released => released.Version))
            {
                await CreateAsync(Catalogue.Shipped.At(StoreKind.ClickHouse, store.Pack, version));
            }
        }
    }

    /// <summary>
    /// A cluster, or a server with volumes, can't be started here, but the server's own parser reads its statements.
    /// </summary>
    [Theory]
    [InlineData("platform", null)]
    [InlineData(null, "tiered")]
    public async Task Every_statement_for_a_cluster_or_for_volumes_is_read_by_the_server(
        string? cluster,
        string? policy
    )
    {
        foreach (var store in Catalogue.Shipped.Stores(StoreKind.ClickHouse))
        {
            var form = new ClickHouseForm
            {
                Database = store.Namespace,
                Cluster = cluster,
                StoragePolicy = policy,
            };
            var state = Catalogue.Shipped.At(StoreKind.ClickHouse, store.Pack);
            foreach (var statement in new ClickHouseRenderer(form).Render(state))
            {
                await Should.NotThrowAsync(
                    () => Client.ExecuteAsync($"EXPLAIN AST {statement.Text}"),
                    statement.Name
                );
            }
        }
    }

    /// <summary>So that a store that is there needs no upgrade.</summary>
    [Fact]
    public void Without_a_storage_policy_no_statement_knows_of_tiers()
    {
        var states = Catalogue
            .Shipped.Stores(StoreKind.ClickHouse)
            .Select(store => Catalogue.Shipped.At(StoreKind.ClickHouse, store.Pack))
            .ToList();
        var single = states.SelectMany(new ClickHouseRenderer(ClickHouseForm.SingleNode).Render);
        var tiered = states.SelectMany(
            new ClickHouseRenderer(new ClickHouseForm { StoragePolicy = "tiered" }).Render
        );

        single.ShouldAllBe(one => !IsTiered(one));
        tiered
            .Count(IsTiered)
            .ShouldBe(states.Sum(one => one.Of<ClickHouseTable>().Count(IsDefinedSo)));
        tiered.ShouldContain(one => one.Name == "table ticks" && IsTiered(one));
    }

    private static bool IsDefinedSo(ClickHouseTable table) => table.Tiers.Count > 0;

    private static bool IsTiered(Statement one) =>
        one.Text.Contains("TO VOLUME 'cold'", StringComparison.Ordinal)
        && one.Text.Contains("storage_policy = 'tiered'", StringComparison.Ordinal);

    private async Task CreateAsync(SchemaState state)
    {
        var database = $"{state.Pack}_{state.Version.ToString().Replace('.', '_')}";
        await Client.ExecuteAsync($"CREATE DATABASE {database}");
        var renderer = new ClickHouseRenderer(new ClickHouseForm { Database = database });
        var failures = new List<string>();
        foreach (var statement in renderer.Render(state))
        {
            try
            {
                await Client.ExecuteAsync(statement.Text);
            }
            catch (ClickHouseException e)
            {
                failures.Add($"{statement.Name}: {e.Message}");
            }
        }
        failures.ShouldBeEmpty();
    }
}
