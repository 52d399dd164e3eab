using Platform.Schema.Model;
using Platform.Schema.Versioning;

namespace Platform.Schema.Tests.Versioning;

/// <summary>What a store holds at a version.</summary>
public sealed class StateTests
{
    private static readonly SemanticVersion Old = SemanticVersion.Parse("2.0.0");
    private static readonly SemanticVersion New = SemanticVersion.Parse("2.1.0");

    [Fact]
    public void A_version_has_the_definitions_of_its_time()
    {
        var added = Names(At(New)).Except(Names(At(Old)));

        added
            .Order(StringComparer.Ordinal)
            .ShouldBe(["ema_50", "ml_features_combined", "ml_tick_patterns", "rsi_14", "sma_20"]);
        Names(At(Old)).Except(Names(At(New))).ShouldBeEmpty();
    }

    [Fact]
    public void A_version_has_the_columns_of_its_time()
    {
        var before = Table(Old, "positions").Columns.Select(column => column.Name).ToList();
        var after = Table(New, "positions").Columns.Select(column => column.Name).ToList();

        after.ShouldBe([.. before, "comment", "identifier", "time_setup"]);
    }

    [Fact]
    public void A_version_has_the_indexes_of_its_time()
    {
        Table(Old, "order_flow").Indexes.Single().Granularity.ShouldBe(8192);
        Table(New, "order_flow").Indexes.Single().Granularity.ShouldBe(4);
    }

    [Fact]
    public void A_version_that_was_not_released_is_refused() =>
        Should
            .Throw<UnknownSchemaException>(() => At(SemanticVersion.Parse("2.0.5")))
            .Message.ShouldBe(
                "there is no version of clickhouse in pack neliti '2.0.5'; there is: 2.0.0, 2.1.0"
            );

    [Fact]
    public void A_pack_or_store_that_is_not_there_is_refused()
    {
        Should
            .Throw<UnknownSchemaException>(() => Catalogue.Shipped.Pack("nelitti"))
            .Message.ShouldStartWith(
                "there is no pack 'nelitti'; there is: crypto, mltrading, neliti"
            );
        Should
            .Throw<UnknownSchemaException>(() => Catalogue.Shipped.Store(StoreKind.Topics, "quant"))
            .Message.ShouldBe("there is no store of pack quant 'topics'; there is: postgresql");
    }

    private static SchemaState At(SemanticVersion version) =>
        Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti", version);

    private static ClickHouseTable Table(SemanticVersion version, string name) =>
        (ClickHouseTable)At(version).Find(name)!;

    private static IEnumerable<string> Names(SchemaState state) =>
        state.Definitions.Select(definition => definition.Name);
}
