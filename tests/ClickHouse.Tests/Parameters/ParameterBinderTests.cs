using Platform.ClickHouse.Parameters;

namespace Platform.ClickHouse.Tests.Parameters;

public sealed class ParameterBinderTests
{
    [Theory]
    [InlineData("String", "a'b\\\t\n", "a\\'b\\\\\\t\\n")]
    [InlineData("Nullable(String)", null, "\\N")]
    [InlineData("Bool", true, "true")]
    [InlineData("Float64", double.NaN, "nan")]
    [InlineData("Float64", double.NegativeInfinity, "-inf")]
    [InlineData("Float64", 0.1, "0.1")]
    [InlineData("Int64", 5, "5")]
    public void A_value_is_written_as_its_type_is_read(string type, object? value, string text) =>
        Bound($"SELECT {{v:{type}}}", new() { { "v", value } }).ShouldBe(text);

    [Fact]
    public void Nested_values_are_literals()
    {
        Bound("SELECT {v:Array(Nullable(String))}", new() { { "v", new[] { "a", null, "it's" } } })
            .ShouldBe("['a',NULL,'it\\'s']");
        Bound("SELECT {v:Array(Array(Int8))}", new() { { "v", new[] { new[] { 1 }, [] } } })
            .ShouldBe("[[1],[]]");
        Bound(
                "SELECT {v:Map(String, UInt8)}",
                new()
                {
                    {
                        "v",
                        new Dictionary<string, int> { ["k"] = 1 }
                    },
                }
            )
            .ShouldBe("{'k':1}");
        Bound("SELECT {v:Tuple(Date, Float64)}", new() { { "v", (new DateOnly(2014, 5, 8), 1.5) } })
            .ShouldBe("('2014-05-08',1.5)");
        Bound("SELECT {v:Array(DateTime64(3))}", new() { { "v", new[] { 1500L } } })
            .ShouldBe("['0000000001.500']");
    }

    [Fact]
    public void Placeholders_in_strings_names_and_comments_are_left_alone()
    {
        var bound = ParameterBinder.Bind(
            "SELECT '{a:Int8}', `{b:Int8}`, \"{c:Int8}\", 'it\\'s {d:Int8}' -- {e:Int8}\n /* {f:Int8} */, {g:Int8}, map() AS m, {g:Int8}",
            new() { { "g", 1 } }
        );
        bound.ShouldBe([new("g", "1")]);
    }

    [Fact]
    public void What_is_missing_or_too_much_is_named_before_anything_is_sent()
    {
        Should
            .Throw<ArgumentException>(() => Bound("SELECT {v:Int8}", []))
            .Message.ShouldContain("no parameter 'v' was given");
        Should
            .Throw<ArgumentException>(() => ParameterBinder.Bind("SELECT 1", new() { { "v", 1 } }))
            .Message.ShouldContain("no placeholder {v:Type}");
        Should
            .Throw<ArgumentException>(() => Bound("SELECT {v:Int8}", new() { { "v", null } }))
            .Message.ShouldContain("only Nullable types");
        Should
            .Throw<ArgumentException>(() => Bound("SELECT {v:Int8}", new() { { "v", 1000 } }))
            .Message.ShouldContain("Parameter 'v'");
        Should
            .Throw<ArgumentException>(() => Bound("SELECT {v:Frob}", new() { { "v", 1 } }))
            .Message.ShouldContain("'Frob' isn't a type");
    }

    [Fact]
    public void The_last_second_before_1970_needs_a_zone()
    {
        var almost = DateTime.UnixEpoch.AddMilliseconds(-1);
        Bound("SELECT {v:DateTime64(3, 'UTC')}", new() { { "v", almost } })
            .ShouldBe("1969-12-31 23:59:59.999");
        Should
            .Throw<ArgumentException>(() =>
                Bound("SELECT {v:DateTime64(3)}", new() { { "v", almost } })
            )
            .Message.ShouldContain("declare it DateTime64(3, 'UTC')");
    }

    private static string Bound(string sql, QueryParameters parameters) =>
        ParameterBinder.Bind(sql, parameters).Single().Value;
}
