using Platform.Schema;
using Platform.Schema.Model;
using Platform.TestKit;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>The real suite with every ClickHouse table of the definitions, for tables, queries and analytics.</summary>
public sealed class TablesSuite : SuiteFixture, IAsyncLifetime
{
    /// <summary>The tables as they are defined now.</summary>
    public static SchemaState Definitions { get; } =
        Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti");

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        // Rows of 1900, and of the days real data is from, are past what most tables keep.
        await QueryClickHouseAsync("SYSTEM STOP TTL MERGES");
    }

    protected override void Configure(SuiteSettings settings) =>
        settings
            // Longer than any machine needs to reach another limit: whoever wants to meet this one asks for less.
            .Set("timeseries", "Queries:SecondsMax", "300")
            .Set("timeseries", "Queries:WaitMax", "00:02:00")
            // What is read right after it was acknowledged may take a slow machine its time to be published.
            .Set("timeseries", "Live:ReadWaitMax", "00:01:00");
}

[CollectionDefinition("tables suite")]
public sealed class TablesSuiteCollection : ICollectionFixture<TablesSuite>;
