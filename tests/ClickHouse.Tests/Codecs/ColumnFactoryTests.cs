namespace Platform.ClickHouse.Tests.Codecs;

public sealed class ColumnFactoryTests
{
    [Theory]
    [InlineData("Int8", 128)]
    [InlineData("UInt8", -1)]
    [InlineData("Int32", "5")]
    [InlineData("Int32", 1.5)]
    [InlineData("Bool", 1)]
    [InlineData("String", 5)]
    [InlineData("Enum8('a' = 1)", "b")]
    [InlineData("FixedString(2)", "abc")]
    [InlineData("UUID", "not a guid")]
    [InlineData("Array(Int8)", "abc")]
    [InlineData("Date", "2014-05-08")]
    [InlineData("Int32", null)]
    [InlineData("LowCardinality(String)", null)]
    public void A_value_that_does_not_fit_is_refused_with_its_type(string type, object? value) =>
        Should
            .Throw<ColumnTypeException>(() => Column.FromValues(type, [value]))
            .Message.ShouldContain("doesn't fit");

    [Fact]
    public void Money_is_never_rounded()
    {
        Should
            .Throw<ColumnTypeException>(() => Column.FromValues("Decimal(10, 2)", [1.005m]))
            .Message.ShouldContain("more than 2 digits after the point");
        Should
            .Throw<ColumnTypeException>(() => Column.FromValues("Decimal(4, 2)", [100m]))
            .Message.ShouldContain("more than 2 digits before the point");
    }

    [Fact]
    public void Times_are_never_rounded()
    {
        var time = DateTime.UnixEpoch.AddMilliseconds(1.5);
        Should
            .Throw<ColumnTypeException>(() => Column.FromValues("DateTime64(3)", [time]))
            .Message.ShouldContain("more than 3 digits");
        Should
            .Throw<ColumnTypeException>(() => Column.FromValues("DateTime", [time]))
            .Message.ShouldContain("fraction of a second");
    }

    [Fact]
    public void Local_and_offset_times_become_UTC()
    {
        var offset = new DateTimeOffset(2014, 5, 8, 14, 0, 0, TimeSpan.FromHours(2));
        Column
            .FromValues("DateTime", [offset])
            .GetValue(0)
            .ShouldBe(new DateTime(2014, 5, 8, 12, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public void Wrong_shapes_are_refused()
    {
        Should
            .Throw<ArgumentException>(() => Column.Of<double>("Int64", new double[1]))
            .Message.ShouldContain("isn't held as");
        Should
            .Throw<ArgumentException>(() => Column.LowCardinality(["a"], new[] { 1 }))
            .Message.ShouldContain("outside a dictionary of 1");
        Should
            .Throw<ArgumentException>(() => Column.LowCardinality(["a"], new[] { -1 }))
            .Message.ShouldContain("outside");
        Should
            .Throw<ArgumentException>(() =>
                Column.Array(new ulong[] { 2 }, Column.Of<int>(new int[3]))
            )
            .Message.ShouldContain("there are 3");
        Should
            .Throw<ArgumentException>(() =>
                Column.Array(new ulong[] { 2, 1 }, Column.Of<int>(new int[1]))
            )
            .Message.ShouldContain("must rise");
        Should.Throw<ArgumentException>(() =>
            Column.Nullable(new bool[2], Column.Of<int>(new int[1]))
        );
        Should
            .Throw<ArgumentException>(() => Column.Strings(new byte[2], new[] { 3 }))
            .Message.ShouldContain("must rise");
        Should
            .Throw<ArgumentException>(() =>
                new Block(("a", Column.Of<int>(new int[1])), ("b", Column.Of<int>(new int[2])))
            )
            .Message.ShouldContain("Column 'b' has 2 rows");
    }

    [Fact]
    public void Columns_made_by_hand_show_what_they_hold()
    {
        var prices = Column.Array(new ulong[] { 2, 2, 3 }, Column.Of<float>(new[] { 1f, 2f, 3f }));
        prices.GetValue(0).ShouldBe(new[] { 1f, 2f });
        prices.GetValue(1).ShouldBe(Array.Empty<float>());
        ((Column<float>)prices.Elements).Values[prices.GetRange(2)].ToArray().ShouldBe([3f]);
        var map = Column.Map(
            new ulong[] { 1 },
            Column.Strings(["k"]),
            Column.Of<long>(new[] { 5L })
        );
        map.Type.Name.ShouldBe("Map(String, Int64)");
        var spread = Column.Nullable(new[] { true, false }, Column.Of<double>(new[] { 0d, 2d }));
        spread.GetValue(0).ShouldBeNull();
        var low = Column.LowCardinality(Column.Strings(["", "a"]), new[] { 0, 1 }, nullable: true);
        low.GetString(0).ShouldBeNull();
        low.GetString(1).ShouldBe("a");
        var time = Column.Of<long>("DateTime64(6, 'UTC')", new[] { 1L });
        time.GetValue(0).ShouldBe(DateTime.UnixEpoch.AddMicroseconds(1));
    }

    [Fact]
    public void A_block_is_asked_by_name_and_type()
    {
        using var block = new Block(("bid", Column.Of<double>(new[] { 1.5 })));
        block.Values<double>("bid")[0].ShouldBe(1.5);
        Should.Throw<KeyNotFoundException>(() => block["ask"]).Message.ShouldContain("it has bid");
        Should
            .Throw<InvalidCastException>(() => block.Values<long>("bid"))
            .Message.ShouldContain("Column 'bid' is Float64");
        Should.Throw<ArgumentOutOfRangeException>(() => block[0].GetValue(1));
    }

    [Fact]
    public async Task A_disposed_column_fails_rather_than_show_another_blocks_values()
    {
        foreach (
            var type in new[]
            {
                "Int64",
                "String",
                "FixedString(2)",
                "LowCardinality(String)",
                "Nullable(Int8)",
                "Array(Int8)",
            }
        )
        {
            var column = await Wire.RoundTripAsync(
                Column.FromValues(
                    type,
                    [Samples.All.TryGetValue(type, out var known) ? known[0] : Sample(type)]
                )
            );
            column.GetValue(0);
            column.Dispose();
            column.Dispose();
            Should.Throw<Exception>(() => column.GetValue(0), type);
        }

        static object Sample(string type) =>
            type switch
            {
                "Nullable(Int8)" => (sbyte)1,
                "Array(Int8)" => new sbyte[] { 1 },
                _ => "ab",
            };
    }
}
