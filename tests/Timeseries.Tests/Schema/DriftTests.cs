using Platform.Schema.V1;

namespace Platform.Timeseries.Tests.Schema;

/// <summary>What was changed by hand in the live store is named, and an Apply mends it.</summary>
[Collection("schema suite")]
public sealed class DriftTests(SchemaSuite suite)
{
    private readonly SchemaService.SchemaServiceClient _schema = suite.OpenSchema();

    /// <summary>Each with the definition and the part that differ then.</summary>
    private static readonly (
        string Change,
        string Table,
        DifferenceKind Kind,
        string Part
    )[] ByHand =
    [
        (
            "ALTER TABLE news_data DROP COLUMN author",
            "news_data",
            DifferenceKind.Missing,
            "column author"
        ),
        (
            "ALTER TABLE news_data ADD COLUMN mine String",
            "news_data",
            DifferenceKind.Extra,
            "column mine"
        ),
        (
            "ALTER TABLE news_data MODIFY COLUMN relevance_score Float64",
            "news_data",
            DifferenceKind.Changed,
            "column relevance_score"
        ),
        (
            "ALTER TABLE news_data MODIFY COLUMN title CODEC(LZ4)",
            "news_data",
            DifferenceKind.Changed,
            "column title"
        ),
        (
            "ALTER TABLE news_data COMMENT COLUMN language 'x'",
            "news_data",
            DifferenceKind.Changed,
            "column language"
        ),
        (
            "ALTER TABLE market_data MODIFY COLUMN data_source DEFAULT 'other'",
            "market_data",
            DifferenceKind.Changed,
            "column data_source"
        ),
        (
            "ALTER TABLE economic_calendar DROP INDEX idx_importance",
            "economic_calendar",
            DifferenceKind.Missing,
            "index idx_importance"
        ),
        (
            "ALTER TABLE economic_calendar ADD INDEX mine event_name TYPE minmax GRANULARITY 1",
            "economic_calendar",
            DifferenceKind.Extra,
            "index mine"
        ),
        (
            "ALTER TABLE market_depth MODIFY TTL toDateTime(timestamp) + INTERVAL 9 DAY",
            "market_depth",
            DifferenceKind.Changed,
            "ttl"
        ),
        ("ALTER TABLE order_flow REMOVE TTL", "order_flow", DifferenceKind.Missing, "ttl"),
        (
            "ALTER TABLE market_depth MODIFY COMMENT 'other'",
            "market_depth",
            DifferenceKind.Changed,
            "comment"
        ),
        (
            "ALTER TABLE market_depth MODIFY SETTING fsync_after_insert = 0",
            "market_depth",
            DifferenceKind.Changed,
            "setting fsync_after_insert"
        ),
        (
            "ALTER TABLE news_data ADD CONSTRAINT `of mine` CHECK relevance_score > -5",
            "news_data",
            DifferenceKind.Extra,
            "constraint of mine"
        ),
        (
            "ALTER TABLE economic_calendar ADD PROJECTION mine (SELECT event_name, count() GROUP BY event_name)",
            "economic_calendar",
            DifferenceKind.Extra,
            "projection mine"
        ),
        (
            "ALTER TABLE news_data MODIFY COLUMN content TTL toDateTime(timestamp) + INTERVAL 3 DAY",
            "news_data",
            DifferenceKind.Changed,
            "column content"
        ),
        (
            "ALTER TABLE news_data MODIFY COLUMN trading_hours Bool ALIAS relevance_score > 0",
            "news_data",
            DifferenceKind.Changed,
            "column trading_hours"
        ),
        (
            "ALTER TABLE market_data MODIFY COLUMN data_source LowCardinality(String) FIRST",
            "market_data",
            DifferenceKind.Changed,
            "order"
        ),
        ("DROP TABLE cot_reports SYNC", "cot_reports", DifferenceKind.Missing, ""),
        (
            "CREATE TABLE mine (a Int8) ENGINE = MergeTree ORDER BY a",
            "mine",
            DifferenceKind.Extra,
            ""
        ),
    ];

    [Fact]
    public async Task Every_change_by_hand_is_named_and_mended()
    {
        await UpAsync();
        foreach (var (change, _, _, _) in ByHand)
        {
            await suite.QueryClickHouseAsync(change);
        }

        var found = await _schema.ValidateAsync(new ValidateRequest(), suite.Headers);

        found
            .Differences.Select(one => $"{one.Pack} {one.Definition} {one.Kind} {one.Part}")
            .ShouldBe(
                ByHand.Select(one => $"neliti {one.Table} {one.Kind} {one.Part}"),
                ignoreOrder: true
            );
        found.Steps.Count.ShouldBe(ByHand.Length);
        var status = await _schema.GetStatusAsync(
            new GetStatusRequest { Pack = "neliti" },
            suite.Headers
        );
        status.Packs[0].Drift.ShouldBe((uint)ByHand.Length);
        status.Packs[0].PendingSteps.ShouldBe((uint)ByHand.Length);
        await UpAsync();
        var after = await _schema.ValidateAsync(new ValidateRequest(), suite.Headers);
        after.Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_sorting_key_is_named_and_the_table_built_anew_with_its_rows()
    {
        await UpAsync();
        await suite.QueryClickHouseAsync("DROP TABLE sma_20 SYNC");
        await suite.QueryClickHouseAsync(
            "CREATE TABLE sma_20 (timestamp DateTime, symbol String) ENGINE = MergeTree ORDER BY timestamp"
        );
        await suite.QueryClickHouseAsync(
            "INSERT INTO sma_20 SELECT now() - number, 'S' FROM numbers(50)"
        );

        var found = await _schema.ValidateAsync(new ValidateRequest(), suite.Headers);

        found.Differences.ShouldContain(one =>
            one.Part == "sorting key" && one.Found == "timestamp"
        );
        found.Steps.ShouldHaveSingleItem().Summary.ShouldStartWith("rebuild table sma_20");
        await UpAsync();
        (
            await _schema.ValidateAsync(new ValidateRequest(), suite.Headers)
        ).Differences.ShouldBeEmpty();
        (
            await suite.QueryClickHouseAsync("SELECT count() FROM sma_20 WHERE symbol = 'S'")
        ).ShouldBe("50");
        await suite.QueryClickHouseAsync("TRUNCATE TABLE sma_20");
    }

    [Fact]
    public async Task Rows_past_their_time_are_counted()
    {
        await UpAsync();
        await suite.QueryClickHouseAsync("SYSTEM STOP TTL MERGES market_depth");
        await suite.QueryClickHouseAsync(
            "INSERT INTO market_depth (timestamp, symbol, level) SELECT now64(3) - toIntervalDay(number), 'S', 1 FROM numbers(10)"
        );
        // What is due is remembered for a while, so a fresh process is asked.
        await suite.Timeseries.RestartAsync();

        var status = await _schema.GetStatusAsync(new GetStatusRequest(), suite.Headers);

        var kept = status.Retention.Single(one => one.Definition == "market_depth");
        kept.Rows.ShouldBe(10ul);
        kept.RowsDue.ShouldBe(3ul);
        (DateTime.UtcNow - kept.Oldest.ToDateTime()).TotalDays.ShouldBe(9, 0.1);
        status.Engine.ShouldStartWith("ClickHouse 26.");
        status.Engine.ShouldEndWith("(embedded)");
        status.Packs.ShouldAllBe(pack =>
            pack.Forms.Any(form => form.StartsWith("no tiers", StringComparison.Ordinal))
        );
        await suite.QueryClickHouseAsync("TRUNCATE TABLE market_depth");
        await suite.QueryClickHouseAsync("SYSTEM START TTL MERGES market_depth");
    }

    private async Task UpAsync()
    {
        var all = await UpgradeTests.RunAsync(
            _schema.Apply(new ApplyRequest { AllowDestructive = true }, suite.Headers),
            response => response.Progress
        );
        all[^1].State.ShouldBe(StepState.Finished);
    }
}
