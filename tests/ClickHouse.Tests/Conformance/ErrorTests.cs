using Platform.ClickHouse.Tests.Engine;

namespace Platform.ClickHouse.Tests.Conformance;

[Collection(EngineTests.Name)]
public sealed class ErrorTests(EngineFixture engine)
{
    [Theory]
    [InlineData("SELEC 1", 62, "SYNTAX_ERROR")]
    [InlineData("SELECT * FROM nowhere.nothing", 81, "UNKNOWN_DATABASE")]
    [InlineData("SELECT frob(1)", 46, "UNKNOWN_FUNCTION")]
    [InlineData("SELECT throwIf(1)", 395, "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO")]
    public async Task A_query_that_fails_gives_the_servers_code_name_and_words(
        string sql,
        int code,
        string name
    )
    {
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            engine.Client.QueryRowsAsync(sql)
        );
        error.Code.ShouldBe(code);
        error.Name.ShouldBe(name);
        error.Message.ShouldContain("DB::Exception");
        error.IsTransient.ShouldBeFalse();
        error.QueryId.ShouldNotBeNullOrEmpty();
        error.Endpoint.ShouldBe(engine.Address);
    }

    [Fact]
    public async Task An_unknown_table_or_column_of_an_insert_is_told()
    {
        var block = new Block(("frob", Column.Of<int>(new int[100_000])));
        (
            await Should.ThrowAsync<ClickHouseException>(() =>
                engine.Client.InsertAsync("driver_tests.nothing", block)
            )
        ).Name.ShouldBe("UNKNOWN_TABLE");
        var table = await engine.CreateTableAsync("v Int32");
        (
            await Should.ThrowAsync<ClickHouseException>(() =>
                engine.Client.InsertAsync(table, block)
            )
        ).Name.ShouldBe("NO_SUCH_COLUMN_IN_TABLE");
        (await engine.Client.QueryScalarAsync<ulong>($"SELECT count() FROM {table}")).ShouldBe(0UL);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_retried()
    {
        await using var stranger = engine.NewClient(o => o.Password = "wrong");
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            stranger.QueryRowsAsync("SELECT 1")
        );
        error.Code.ShouldBeOneOf(516, 193, 192, 194);
        error.IsTransient.ShouldBeFalse();
        error.Message.ShouldNotContain("wrong");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_in_the_middle_of_a_result_is_the_servers_error(bool gzip)
    {
        await using var client = engine.NewClient(o => o.Gzip = gzip);
        var rows = 0L;
        var error = await Should.ThrowAsync<ClickHouseException>(async () =>
        {
            var options = new QueryOptions
            {
                Settings = new Dictionary<string, string> { ["max_block_size"] = "10000" },
            };
            var sql = "SELECT number, throwIf(number = 3000000, 'boom') FROM numbers(10000000)";
            await foreach (var block in client.QueryAsync(sql, options: options))
            {
                using (block)
                {
                    rows += block.RowCount;
                }
            }
        });
        error.Code.ShouldBe(395);
        error.Name.ShouldBe("FUNCTION_THROW_IF_VALUE_IS_NON_ZERO");
        error.Message.ShouldContain("boom");
        rows.ShouldBeGreaterThan(0);
        rows.ShouldBeLessThanOrEqualTo(3_000_000);
    }

    [Theory]
    [InlineData("driver_tests.nothing", "UNKNOWN_TABLE")]
    public async Task A_large_insert_that_is_refused_at_its_head_gives_the_servers_reason(
        string table,
        string name
    )
    {
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            engine.Client.InsertAsync(table, ["v"], Many())
        );
        error.Name.ShouldBe(name);

        static async IAsyncEnumerable<Block> Many()
        {
            var block = new Block(("v", Column.Of<long>(new long[1 << 20])));
            for (var i = 0; i < 8; i++)
            {
                await Task.Yield();
                yield return block;
            }
        }
    }

    [Fact]
    public async Task A_format_in_the_query_is_refused_with_a_reason()
    {
        var error = await Should.ThrowAsync<ArgumentException>(() =>
            engine.Client.QueryRowsAsync("SELECT 1 FORMAT JSON")
        );
        error.Message.ShouldContain("leave FORMAT out");
    }

    [Fact]
    public async Task A_time_limit_of_the_query_is_the_servers_error()
    {
        var options = new QueryOptions
        {
            Settings = new Dictionary<string, string> { ["max_execution_time"] = "1" },
        };
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            engine.Client.QueryRowsAsync(
                "SELECT count() FROM numbers(1e12) WHERE NOT ignore(sipHash64(number))",
                options: options
            )
        );
        error.Name.ShouldBe("TIMEOUT_EXCEEDED");
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_of_a_failed_source_are_the_sources_error()
    {
        var table = await engine.CreateTableAsync("v Int32");
        var error = await Should.ThrowAsync<InvalidOperationException>(() =>
            engine.Client.InsertAsync(table, ["v"], FailingSource())
        );
        error.Message.ShouldBe("the source broke");
    }

    [Fact]
    public async Task Too_many_rows_for_a_list_say_what_to_do() =>
        (
            await Should.ThrowAsync<InvalidOperationException>(() =>
                engine.Client.QueryRowsAsync("SELECT * FROM numbers(20000)")
            )
        ).Message.ShouldContain("stream it with QueryAsync");

    private static async IAsyncEnumerable<Block> FailingSource()
    {
        yield return new Block(("v", Column.Of<int>(new int[10])));
        await Task.Yield();
        throw new InvalidOperationException("the source broke");
    }
}
