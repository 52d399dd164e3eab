using Platform.Schema;
using Platform.Schema.Model;
using Platform.Schema.Rendering;
using Platform.TestKit;
using Platform.Timeseries.Tests.Subscriptions;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>What the tests of sets of books and sessions need of the store.</summary>
internal static class StoredSets
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>As it is defined.</summary>
    public static async Task CreateTableAsync(TightSuite suite, string name)
    {
        var table = Catalogue.Shipped.At(StoreKind.ClickHouse, "neliti").Find(name);
        var renderer = new ClickHouseRenderer(ClickHouseForm.SingleNode);
        foreach (var statement in renderer.Table((ClickHouseTable)table.ShouldNotBeNull(name)))
        {
            await suite.QueryClickHouseAsync(statement.Text);
        }
    }

    /// <summary>Waits until there is none; fails with the last.</summary>
    public static Task UntilNoneAsync(Func<Task<string?>> differenceAsync) =>
        Eventually.AskAsync(
            differenceAsync,
            difference => difference is null,
            Patience,
            "what is stored is as it should be"
        );

    public static string[] LinesOf(string rows) =>
        rows.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
