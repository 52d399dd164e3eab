namespace Platform.ClickHouse.Tests.OldServer;

/// <summary>The basics against an independent server, eight years older than the embedded one: what both agree on is the protocol.</summary>
public sealed class OldServerTests(OldServerFixture server) : IClassFixture<OldServerFixture>
{
    // It has no Bool, Date32, DateTime64, Map, IPv4 parameters, or named scalars of 128 bits; LowCardinality is behind a setting.
    private static readonly string[] Known =
    [
        "Int8",
        "Int16",
        "Int32",
        "Int64",
        "UInt8",
        "UInt16",
        "UInt32",
        "UInt64",
        "Float32",
        "Float64",
        "Decimal(9, 4)",
        "Decimal(18, 8)",
        "Decimal(38, 10)",
        "String",
        "FixedString(6)",
        "DateTime",
        "Enum8('SELL' = -1, 'BUY' = 1, 'it\\'s' = 127)",
        "Enum16('a' = -32768, 'b' = 32767)",
        "UUID",
        "Nullable(Int32)",
        "Nullable(Float64)",
        "Nullable(String)",
        "Nullable(UUID)",
        "Array(UInt64)",
        "Array(Float32)",
        "Array(String)",
        "Array(Nullable(Float64))",
        "Array(Array(Float32))",
        "Tuple(Float64, String)",
        "LowCardinality(String)",
        "LowCardinality(Nullable(String))",
        "Array(LowCardinality(String))",
    ];

    [OldServerFact]
    public async Task It_is_the_version_these_tests_are_for()
    {
        await server.Client.PingAsync();
        (await server.Client.QueryScalarAsync<string>("SELECT version()"))
            .ShouldNotBeNull()
            .ShouldStartWith("18.16");
    }

    [OldServerFact]
    public async Task Values_of_every_type_it_knows_come_back_equal()
    {
        var settings = new Dictionary<string, string>
        {
            ["allow_experimental_low_cardinality_type"] = "1",
        };
        for (var i = 0; i < Known.Length; i++)
        {
            var type = Known[i];
            var values = Samples.All[type];
            await server.Client.ExecuteAsync(
                $"CREATE TABLE t{i} (n UInt32, v {type}) ENGINE = Memory",
                options: new() { Settings = settings }
            );
            var numbers = Enumerable.Range(0, values.Length).Select(n => (uint)n).ToArray();
            await server.Client.InsertAsync(
                $"default.t{i}",
                new Block(("n", Column.Of<uint>(numbers)), ("v", Column.FromValues(type, values)))
            );
            var rows = await server.Client.QueryRowsAsync($"SELECT v FROM t{i} ORDER BY n");
            Same.AssertEqual(values, rows.Select(r => r["v"]).ToArray());
        }
    }

    [OldServerFact]
    public async Task A_large_result_streams()
    {
        var rows = 0L;
        await foreach (
            var block in server.Client.QueryAsync(
                "SELECT number, toString(number) AS s FROM system.numbers LIMIT 1000000"
            )
        )
        {
            using (block)
            {
                rows += block.RowCount;
            }
        }
        rows.ShouldBe(1_000_000);
    }

    [OldServerFact]
    public async Task Its_errors_have_code_and_name()
    {
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            server.Client.QueryRowsAsync("SELECT frob")
        );
        error.Code.ShouldBe(47);
        error.Name.ShouldBe("UNKNOWN_IDENTIFIER");
        error.IsTransient.ShouldBeFalse();
    }

    [OldServerFact]
    public async Task A_large_insert_that_is_refused_at_its_head_gives_its_reason()
    {
        var block = new Block(("v", Column.Of<long>(new long[1 << 22])));
        var error = await Should.ThrowAsync<ClickHouseException>(() =>
            server.Client.InsertAsync("nothing", block)
        );
        error.Code.ShouldBe(60);
    }

    [OldServerFact]
    public async Task An_error_in_the_middle_of_a_result_is_its_error()
    {
        var error = await Should.ThrowAsync<ClickHouseException>(async () =>
        {
            var sql = "SELECT number, throwIf(number = 3000000) FROM system.numbers LIMIT 10000000";
            await foreach (var block in server.Client.QueryAsync(sql))
            {
                block.Dispose();
            }
        });
        error.Code.ShouldBe(395);
        error.Name.ShouldBe("FUNCTION_THROW_IF_VALUE_IS_NON_ZERO");
    }

    [OldServerFact]
    public async Task Leaving_early_stops_the_query()
    {
        var id = Guid.NewGuid().ToString("N");
        await foreach (
            var block in server.Client.QueryAsync(
                "SELECT number FROM system.numbers",
                options: new() { QueryId = id }
            )
        )
        {
            block.Dispose();
            break;
        }
        for (var deadline = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(100))
        {
            var running = await server.Client.QueryRowsAsync(
                "SELECT query_id FROM system.processes"
            );
            if (running.All(r => r.Get<string>("query_id") != id))
            {
                return;
            }
            (DateTime.UtcNow < deadline).ShouldBeTrue(
                "the query still runs a minute after it was given up"
            );
        }
    }
}
