using Npgsql;

namespace Platform.Schema.Tests.Engines;

/// <summary>What tables, functions and triggers refuse and do.</summary>
[Collection(PostgreSqlTests.Name)]
public sealed class PostgreSqlRuleTests(PostgreSqlFixture server)
{
    [Fact]
    public async Task An_order_of_a_signal_that_is_not_there_is_refused()
    {
        await using var quant = await server.NewDatabaseAsync("quant");
        var signal = await Run(
            quant,
            "INSERT INTO quant.signals (time, strategy_id, symbol, signal_type, strength, confidence) VALUES (now(), 's', 'SPY', 'LONG', 1, 1) RETURNING signal_id"
        );
        const string Order =
            "INSERT INTO quant.orders (signal_id, symbol, side, order_type, quantity) VALUES ({0}, 'SPY', 'buy', 'market', 1)";

        await Run(quant, Order.Replace("{0}", $"'{signal}'", StringComparison.Ordinal));
        await Run(quant, Order.Replace("{0}", "NULL", StringComparison.Ordinal));
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            Run(quant, Order.Replace("{0}", "gen_random_uuid()", StringComparison.Ordinal))
        );

        refused.SqlState.ShouldBe(PostgresErrorCodes.ForeignKeyViolation);
        refused.MessageText.ShouldContain("which quant.signals does not have");
    }

    [Fact]
    public async Task Two_strategies_may_hold_the_same_symbol()
    {
        await using var quant = await server.NewDatabaseAsync("quant");
        const string Position =
            "INSERT INTO quant.positions (symbol, strategy_id, quantity, average_cost, opened_at) VALUES ('SPY', '{0}', 1, 1, now())";

        await Run(quant, Position.Replace("{0}", "a", StringComparison.Ordinal));
        await Run(quant, Position.Replace("{0}", "b", StringComparison.Ordinal));

        (await Run(quant, "SELECT count(*) FROM quant.permissions")).ShouldBe(9L);
    }

    [Fact]
    public async Task Prices_and_symbols_of_crypto_fit()
    {
        await using var trading = await server.NewDatabaseAsync("mltrading");

        await Run(
            trading,
            "INSERT INTO mltrading.orders (order_id, symbol, side, quantity, price) VALUES ('1', 'SHIB-PERPETUAL/USDT', 'buy', 0.00000001, 123456789012.12345678)"
        );

        (
            await Run(trading, "SELECT price::text || ' ' || quantity FROM mltrading.orders")
        ).ShouldBe("123456789012.12345678 0.00000001");
    }

    [Fact]
    public async Task Changes_of_users_are_audited_without_their_secrets()
    {
        await using var neliti = await server.NewDatabaseAsync("neliti");
        await NewUserAsync(neliti);
        await Run(neliti, "UPDATE neliti.users SET role = 'admin'");

        (
            await Run(
                neliti,
                "SELECT string_agg(action || ' ' || (new_value ->> 'role'), ', ' ORDER BY id) FROM neliti.audit_logs"
            )
        ).ShouldBe("insert user, update admin");
        (
            await Run(
                neliti,
                "SELECT count(*) FROM neliti.audit_logs WHERE new_value::text LIKE '%a hash%'"
            )
        ).ShouldBe(0L);
        (await Run(neliti, "SELECT bool_and(updated_at > created_at) FROM neliti.users")).ShouldBe(
            true
        );
    }

    [Fact]
    public async Task A_permission_comes_from_a_role_or_from_the_user()
    {
        await using var neliti = await server.NewDatabaseAsync("neliti");
        await NewUserAsync(neliti);
        await Run(
            neliti,
            "INSERT INTO neliti.user_roles (user_id, role, permissions) SELECT id, 'trader', '[\"orders:read\", \"signals:*\"]' FROM neliti.users"
        );
        await Run(
            neliti,
            "INSERT INTO neliti.user_permissions (user_id, permission, expires_at) SELECT id, 'reports', now() - interval '1 hour' FROM neliti.users"
        );

        (await Allowed(neliti, "'orders', 'read'")).ShouldBe(true);
        (await Allowed(neliti, "'orders', 'write'")).ShouldBe(false);
        (await Allowed(neliti, "'signals', 'anything'")).ShouldBe(true);
        (await Allowed(neliti, "'reports'")).ShouldBe(false);
        await Run(neliti, "UPDATE neliti.users SET is_active = false");
        (await Allowed(neliti, "'orders', 'read'")).ShouldBe(false);
    }

    [Fact]
    public async Task A_key_is_long_random_and_without_an_extension()
    {
        await using var neliti = await server.NewDatabaseAsync("neliti");

        var keys = (long)
            (
                await Run(
                    neliti,
                    "SELECT count(DISTINCT k) FROM (SELECT neliti.generate_api_key() AS k FROM generate_series(1, 1000)) AS keys WHERE k ~ '^ak_[0-9a-f]{64}$'"
                )
            )!;

        keys.ShouldBe(1000);
    }

    [Fact]
    public async Task Sessions_that_expired_or_were_idle_are_cleaned_up()
    {
        await using var neliti = await server.NewDatabaseAsync("neliti");
        await NewUserAsync(neliti);
        await Run(
            neliti,
            """
            INSERT INTO neliti.user_sessions (user_id, token_hash, expires_at, last_activity)
            SELECT id, hash, now() + expires::interval, now() - idle::interval
            FROM neliti.users, (VALUES ('a', '1 day', '1 day'), ('b', '-1 day', '1 day'), ('c', '1 day', '31 days')) AS v (hash, expires, idle)
            """
        );

        (await Run(neliti, "SELECT neliti.cleanup_expired_sessions()")).ShouldBe(2);
        (await Run(neliti, "SELECT active_sessions FROM neliti.active_users_view")).ShouldBe(1L);
    }

    private static Task<object?> NewUserAsync(NpgsqlDataSource neliti) =>
        Run(neliti, "INSERT INTO neliti.users (email, password_hash) VALUES ('a@b', 'a hash')");

    private static Task<object?> Allowed(NpgsqlDataSource neliti, string permission) =>
        Run(neliti, $"SELECT neliti.check_user_permissions(id, {permission}) FROM neliti.users");

    private static Task<object?> Run(NpgsqlDataSource database, string sql) =>
        PostgreSqlFixture.RunAsync(database, sql);
}
