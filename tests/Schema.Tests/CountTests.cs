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
}
