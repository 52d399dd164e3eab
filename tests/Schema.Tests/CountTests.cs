using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Tests;

/// <summary>As many definitions as the documents count, in each store and pack.</summary>
public sealed class CountTests
{
    [Theory]
    [InlineData("2.0.0", 98)]
    [InlineData("2.1.0", 103)]
    public void Neliti_has_the_counted_tables_of_ClickHouse_and_then_the_five_named(
        string version,
        int tables
    ) =>
        Catalogue
            .Shipped.At(StoreKind.ClickHouse, "neliti", SemanticVersion.Parse(version))
            .Of<ClickHouseTable>()
            .Count()
            .ShouldBe(tables);

    [Theory]
    [InlineData("neliti", 8)]
    [InlineData("mltrading", 12)]
    [InlineData("quant", 15)]
    [InlineData("crypto", 16)]
    public void Each_pack_has_the_counted_tables_of_PostgreSQL(string pack, int tables) =>
        Count(StoreKind.PostgreSql, pack, DefinitionKind.Table).ShouldBe(tables);

    [Theory]
    [InlineData("neliti", DefinitionKind.View, 4)]
    [InlineData("neliti", DefinitionKind.Function, 4)]
    [InlineData("neliti", DefinitionKind.Trigger, 3)]
    [InlineData("mltrading", DefinitionKind.MaterializedView, 1)]
    [InlineData("mltrading", DefinitionKind.View, 1)]
    [InlineData("mltrading", DefinitionKind.Trigger, 3)]
    [InlineData("quant", DefinitionKind.ContinuousAggregate, 1)]
    public void Each_pack_has_the_counted_views_functions_and_triggers_of_PostgreSQL(
        string pack,
        DefinitionKind kind,
        int count
    ) => Count(StoreKind.PostgreSql, pack, kind).ShouldBe(count);

    [Theory]
    [InlineData(StoreKind.ArangoDb, "neliti", DefinitionKind.Collection, 6)]
    [InlineData(StoreKind.Weaviate, "neliti", DefinitionKind.Collection, 4)]
    [InlineData(StoreKind.Cache, "neliti", DefinitionKind.CacheKey, 7)]
    [InlineData(StoreKind.Cache, "crypto", DefinitionKind.CacheKey, 9)]
    [InlineData(StoreKind.Topics, "neliti", DefinitionKind.Topic, 5)]
    [InlineData(StoreKind.ClickHouse, "crypto", DefinitionKind.Table, 1)]
    public void The_other_stores_have_the_counted_definitions(
        StoreKind store,
        string pack,
        DefinitionKind kind,
        int count
    ) => Count(store, pack, kind).ShouldBe(count);

    [Fact]
    public void Every_definition_says_what_it_is_and_where_it_comes_from()
    {
        var silent = Catalogue
            .Shipped.Packs.SelectMany(pack => pack.Stores)
            .SelectMany(store => store.Definitions)
            .Where(definition =>
                string.IsNullOrWhiteSpace(definition.Comment)
                || string.IsNullOrWhiteSpace(definition.Source)
            )
            .Select(definition => definition.Name);
        silent.ShouldBeEmpty();
    }

    private static int Count(StoreKind store, string pack, DefinitionKind kind) =>
        Catalogue
            .Shipped.At(store, pack)
            .Definitions.Count(definition => definition.Counted && definition.Kind == kind);
}
