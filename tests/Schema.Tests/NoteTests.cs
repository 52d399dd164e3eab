using Platform.Schema.Model;

namespace Platform.Schema.Tests;

/// <summary>
/// What the catalogue says the documents get wrong, error by error: a definition that mends it says so in its notes. Without
/// a definition are the monitoring queries (relname, indexrelname), of which no pack has any, and the order of versions.
/// </summary>
public sealed class NoteTests
{
    [Theory]
    [InlineData(
        "mltrading",
        StoreKind.PostgreSql,
        "feature_engineered_data",
        "leave out: it is added"
    )]
    [InlineData(
        "mltrading",
        StoreKind.PostgreSql,
        "feature_engineered_data",
        "NOW() in their predicate"
    )]
    [InlineData("mltrading", StoreKind.PostgreSql, "market_data", "becomes timestamptz")]
    [InlineData(
        "mltrading",
        StoreKind.PostgreSql,
        "market_data",
        "varchar(32) and prices numeric(20,8)"
    )]
    [InlineData("mltrading", StoreKind.PostgreSql, "orders", "quantity is numeric")]
    [InlineData("quant", StoreKind.PostgreSql, "signals", "key lacks the time column")]
    [InlineData("quant", StoreKind.PostgreSql, "orders", "checked by a trigger")]
    [InlineData("quant", StoreKind.PostgreSql, "executions", "key lacks the time column")]
    [InlineData("quant", StoreKind.PostgreSql, "positions", "Keyed by symbol alone")]
    [InlineData("crypto", StoreKind.PostgreSql, "trades", "in another database")]
    [InlineData("crypto", StoreKind.PostgreSql, "positions", "varchar(4) can't hold short")]
    [InlineData("crypto", StoreKind.PostgreSql, "market_data", "timeframe and the key are added")]
    [InlineData("crypto", StoreKind.PostgreSql, "trades", "A unique key is added")]
    [InlineData("crypto", StoreKind.PostgreSql, "risk_events", "Kept for seven years")]
    [InlineData("crypto", StoreKind.PostgreSql, "executed_orders", "Kept for seven years")]
    [InlineData("crypto", StoreKind.PostgreSql, "positions", "Kept for seven years")]
    [InlineData("neliti", StoreKind.ClickHouse, "", "TTL goes through toDateTime")]
    [InlineData("neliti", StoreKind.ClickHouse, "", "granularity 8192 pruned nothing")]
    [InlineData("neliti", StoreKind.ClickHouse, "", "Gorilla stands where the documents say Delta")]
    [InlineData("neliti", StoreKind.ClickHouse, "", "symbol first makes the last N")]
    [InlineData("neliti", StoreKind.ClickHouse, "", "broker leads the sorting key")]
    [InlineData("neliti", StoreKind.Weaviate, "TechnicalPattern", "string, which is deprecated")]
    [InlineData("neliti", StoreKind.Weaviate, "TechnicalPattern", "timestamp is added")]
    [InlineData("neliti", StoreKind.ArangoDb, "strategy_dependencies", "the collection is called")]
    [InlineData("neliti", StoreKind.ArangoDb, "trading_strategies", "hash and skiplist")]
    [InlineData("neliti", StoreKind.Cache, "rate_limit_cache", "same atomic step")]
    [InlineData("neliti", StoreKind.PostgreSql, "api_keys", "plain-text api_key")]
    public void Each_error_of_the_documents_that_is_mended_is_told(
        string pack,
        StoreKind store,
        string definition,
        string said
    ) =>
        Catalogue
            .Shipped.At(store, pack)
            .Definitions.Where(one => definition.Length == 0 || one.Name == definition)
            .SelectMany(one => one.Notes)
            .ShouldContain(note => note.Contains(said, StringComparison.Ordinal));
}
