using Platform.ClickHouse.Tests.Codecs;
using Platform.ClickHouse.Tests.Engine;

namespace Platform.ClickHouse.Tests.Conformance;

[Collection(EngineTests.Name)]
public sealed class EveryTypeTests(EngineFixture engine)
{
    public static TheoryData<string> Types => Samples.Types;

    // The engine refuses a bare NULL or an exotic dictionary only by settings; these it refuses by nature.
    public static TheoryData<string> ParameterTypes => [.. Samples.All.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Inserted_values_are_read_back_equal(string type)
    {
        var values = Samples.All[type];
        var table = await engine.CreateTableAsync($"n UInt32, v {type}");
        var numbers = Enumerable.Range(0, values.Length).Select(i => (uint)i).ToArray();
        var summary = await engine.Client.InsertAsync(
            table,
            new Block(("n", Column.Of<uint>(numbers)), ("v", Column.FromValues(type, values)))
        );
        summary.WrittenRows.ShouldBe(values.Length);
        var rows = await engine.Client.QueryRowsAsync(
            $"SELECT v, toTypeName(v) AS type FROM {table} ORDER BY n"
        );
        Same.AssertEqual(values, rows.Select(row => row["v"]).ToArray());
        ColumnType.Parse((string)rows[0]["type"]!).ShouldBe(ColumnType.Parse(type));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task An_insert_without_rows_adds_none(string type)
    {
        var table = await engine.CreateTableAsync($"v {type}");
        await engine.Client.InsertAsync(table, new Block(("v", Column.FromValues(type, []))));
        (await engine.Client.QueryScalarAsync<ulong>($"SELECT count() FROM {table}")).ShouldBe(0UL);
        (await engine.Client.QueryRowsAsync($"SELECT * FROM {table}")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(ParameterTypes))]
    public async Task Bound_parameters_arrive_as_they_were_given(string type)
    {
        foreach (var value in Samples.All[type])
        {
            if (value is string { Length: > 10_000 } or float[] { Length: > 1_000 })
            {
                continue;
            }
            var rows = await engine.Client.QueryRowsAsync(
                $"SELECT {{v:{type}}} AS v",
                new() { { "v", value } }
            );
            Same.AssertEqual(value, rows.Single()["v"]);
        }
    }

    [Fact]
    public async Task A_long_array_is_a_parameter_too()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => (ulong)i * 31).ToArray();
        var sum = await engine.Client.QueryScalarAsync<ulong>(
            "SELECT arraySum({v:Array(UInt64)})",
            new() { { "v", values } }
        );
        sum.ShouldBe(values.Aggregate(0UL, (a, b) => a + b));
    }

    [Fact]
    public async Task Types_that_only_queries_have_are_read()
    {
        var row = (
            await engine.Client.QueryRowsAsync(
                "SELECT NULL AS nothing, [] AS empty, INTERVAL 3 DAY AS days, (1, 'a') AS tuple, map('k', 1) AS map, [NULL, 1] AS nulls"
            )
        ).Single();
        row["nothing"].ShouldBeNull();
        row["empty"].ShouldBe(Array.Empty<object>());
        row["days"].ShouldBe(3L);
        Same.AssertEqual(new object?[] { (byte)1, "a" }, row["tuple"]);
        Same.AssertEqual(new byte?[] { null, 1 }, row["nulls"]);
    }

    [Fact]
    public async Task A_type_the_driver_does_not_read_names_the_column_and_the_way_out()
    {
        var failure = await Should.ThrowAsync<ClickHouseException>(() =>
            engine.Client.QueryRowsAsync("SELECT toInt256(1) AS wide")
        );
        failure.Name.ShouldBe(ClientErrors.Malformed);
        failure.Message.ShouldContain("'wide'");
        failure.Message.ShouldContain("toString(");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_driver_writes_the_bytes_the_engine_sends(string type)
    {
        if (type.Contains("LowCardinality", StringComparison.Ordinal))
        {
            // The engine orders a dictionary by its own lights; any order means the same.
            return;
        }
        var values = Samples.All[type];
        var table = await engine.CreateTableAsync($"n UInt32, v {type}");
        var numbers = Enumerable.Range(0, values.Length).Select(i => (uint)i).ToArray();
        var column = Column.FromValues(type, values);
        await engine.Client.InsertAsync(
            table,
            new Block(("n", Column.Of<uint>(numbers)), ("v", column))
        );
        // Over HTTP the engine leaves out the zone of a DateTime, though not of a DateTime64.
        var told = type.StartsWith("DateTime('", StringComparison.Ordinal)
            ? Column.FromValues("DateTime", values)
            : column;
        var sent = await engine.FetchAsync($"SELECT v FROM {table} ORDER BY n FORMAT Native");
        Convert
            .ToHexString(await Wire.WriteAsync(new Block(("v", told))))
            .ShouldBe(Convert.ToHexString(sent));
    }
}
