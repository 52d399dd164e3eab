using Npgsql;

namespace Platform.Schema.Tests.Engines;

/// <summary>What a plain server does by jobs: partitions, retention and refreshing.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlJobTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task Candles_of_a_minute_go_after_two_years_and_longer_ones_after_five()
    {
        await using var crypto = await server.NewDatabaseAsync("crypto");
        string[] rows = ["'1m', '1 year'", "'1m', '3 years'", "'5m', '3 years'", "'5m', '6 years'"];
        foreach (var row in rows)
        {
            await Run(
                crypto,
                $"""
                INSERT INTO crypto.market_data (timeframe, time, symbol, exchange, open, high, low, close, volume)
                SELECT timeframe, now() - age::interval, 'BTC', 'x', 1, 1, 1, 1, 1 FROM (VALUES ({row})) AS v (timeframe, age)
                """
            );
        }

        await RunJobsAsync(crypto);

        (
            await Run(
                crypto,
                "SELECT string_agg(timeframe || ' ' || extract(year FROM age(now(), time)), ', ' ORDER BY time DESC) FROM crypto.market_data"
            )
        ).ShouldBe("1m 1, 5m 3");
        // Rows that came before their partition were moved into it.
        (await Run(crypto, "SELECT count(*) FROM crypto.market_data_default")).ShouldBe(0L);
    }

    [Fact]
    public async Task Whole_partitions_go_when_all_in_them_is_old()
    {
        await using var crypto = await server.NewDatabaseAsync("crypto");
        foreach (var age in new[] { "1 day", "29 days", "40 days", "90 days" })
        {
            await Run(
                crypto,
                $"INSERT INTO crypto.order_book (time, symbol, exchange) VALUES (now() - interval '{age}', 'BTC', 'x')"
            );
        }
        await Run(
            crypto,
            "SELECT platform.make_partitions('crypto.order_book', 'time', '1 day', 4)"
        );
        const string Partitions =
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'crypto.order_book'::regclass";
        var before = (long)(await Run(crypto, Partitions))!;

        await RunJobsAsync(crypto);

        (await Run(crypto, "SELECT count(*) FROM crypto.order_book")).ShouldBe(2L);
        (await Run(crypto, Partitions)).ShouldBe(before - 2);
    }

    [Theory]
    [InlineData("executed_orders", "time")]
    [InlineData("positions", "closed_at")]
    [InlineData("risk_events", "triggered_at")]
    public async Task What_must_be_kept_for_seven_years_is_not_deleted_earlier_and_is_deleted_then(
        string table,
        string column
    )
    {
        await using var crypto = await server.NewDatabaseAsync("crypto");
        string[] ages = ["now() - interval '8 years'", "now() - interval '6 years 11 months'"];
        foreach (var (age, i) in ages.Select((age, i) => (age, i)))
        {
            await Run(crypto, Insert(table, age, i));
        }
        await RunJobsAsync(crypto);
        (await Run(crypto, $"SELECT count(*) FROM crypto.{table}")).ShouldBe(1L);

        var refused = await Should.ThrowAsync<PostgresException>(() =>
            Run(crypto, $"DELETE FROM crypto.{table}")
        );
        refused.SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        refused.MessageText.ShouldContain($"must be kept for 7 years after its {column}");
        (
            await Should.ThrowAsync<PostgresException>(() =>
                Run(crypto, $"TRUNCATE crypto.{table}")
            )
        ).SqlState.ShouldBe(PostgresErrorCodes.RestrictViolation);
        (await Run(crypto, $"SELECT count(*) FROM crypto.{table}")).ShouldBe(1L);
    }

    [Fact]
    public async Task An_open_position_is_kept_for_ever()
    {
        await using var crypto = await server.NewDatabaseAsync("crypto");
        await Run(crypto, Insert("positions", "NULL", 1));

        await RunJobsAsync(crypto);

        (await Run(crypto, "SELECT count(*) FROM crypto.positions")).ShouldBe(1L);
        await Should.ThrowAsync<PostgresException>(() =>
            Run(crypto, "DELETE FROM crypto.positions")
        );
    }

    [Fact]
    public async Task A_continuous_aggregate_is_a_materialized_view_that_a_job_refreshes()
    {
        await using var quant = await server.NewDatabaseAsync("quant");
        await Run(
            quant,
            """
            INSERT INTO quant.market_data (time, symbol, open, high, low, close, volume) VALUES
                ('2026-01-05 00:00Z', 'SPY', 10, 12, 9, 11, 5), ('2026-01-05 23:59Z', 'SPY', 11, 15, 8, 14, 7),
                ('2026-01-06 00:00Z', 'SPY', 14, 14, 13, 13, 1)
            """
        );

        await RunJobsAsync(quant);

        (
            await Run(
                quant,
                "SELECT string_agg(format('%s %s %s %s %s %s', extract(day FROM day AT TIME ZONE 'UTC'), open, high, low, close, volume), '; ' ORDER BY day) FROM quant.market_data_daily"
            )
        ).ShouldBe("5 10 15 8 14 12; 6 14 14 13 13 1");
    }

    [Fact]
    public async Task A_job_that_fails_says_so_and_holds_up_no_other()
    {
        await using var quant = await server.NewDatabaseAsync("quant");
        await Run(
            quant,
            "INSERT INTO platform.jobs (pack, name, every, command) VALUES ('a', 'broken', '1 hour', 'SELECT 1/0')"
        );

        await Run(quant, "SELECT platform.run_due_jobs()");

        (await Run(quant, "SELECT last_error FROM platform.jobs WHERE name = 'broken'")).ShouldBe(
            "division by zero"
        );
        (
            await Run(
                quant,
                "SELECT count(*) FROM platform.jobs WHERE last_run IS NOT NULL AND last_error IS NULL"
            )
        ).ShouldBe(await Run(quant, "SELECT count(*) - 1 FROM platform.jobs"));
        (await Run(quant, "SELECT platform.run_due_jobs()")).ShouldBe(0);
    }

    private static async Task RunJobsAsync(NpgsqlDataSource database)
    {
        await Run(database, "SELECT platform.run_due_jobs()");
        (
            await Run(
                database,
                "SELECT string_agg(name || ': ' || last_error, '; ') FROM platform.jobs WHERE last_error IS NOT NULL"
            )
        ).ShouldBe(DBNull.Value);
    }

    private static string Insert(string table, string time, int number) =>
        table switch
        {
            "executed_orders" =>
                $"INSERT INTO crypto.executed_orders (time, order_id, symbol, exchange, side, type, price, quantity, filled_quantity, fees, status) VALUES ({time}, '{number}', 'BTC', 'x', 'buy', 'limit', 1, 1, 1, 0, 'filled')",
            "positions" =>
                $"INSERT INTO crypto.positions (position_id, symbol, exchange, side, quantity, entry_price, fees, opened_at, closed_at) VALUES ('{number}', 'BTC', 'x', 'short', 1, 1, 0, now() - interval '9 years', {time})",
            _ =>
                $"INSERT INTO crypto.risk_events (event_type, severity, triggered_at) VALUES ('limit_breach', 'warning', {time})",
        };

    private static Task<object?> Run(NpgsqlDataSource database, string sql) =>
        PostgreSqlFixture.RunAsync(database, sql);
}
