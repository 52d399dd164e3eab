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

    private async Task CreateAsync(SchemaState state)
    {
        var database = $"{state.Namespace}_{state.Version.ToString().Replace('.', '_')}";
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
