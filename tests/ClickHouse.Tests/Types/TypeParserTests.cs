namespace Platform.ClickHouse.Tests.Types;

public sealed class TypeParserTests
{
    [Theory]
    [InlineData("UInt8", "UInt8")]
    [InlineData(" Array( Nullable(Float64) ) ", "Array(Nullable(Float64))")]
    [InlineData("DECIMAL(10,4)", "Decimal(10, 4)")]
    [InlineData("Decimal(7)", "Decimal(7, 0)")]
    [InlineData("Decimal32(2)", "Decimal(9, 2)")]
    [InlineData("Decimal64(2)", "Decimal(18, 2)")]
    [InlineData("Decimal128(2)", "Decimal(38, 2)")]
    [InlineData("DateTime64", "DateTime64(3)")]
    [InlineData("DateTime64(6,'Europe/Prague')", "DateTime64(6, 'Europe/Prague')")]
    [InlineData("DateTime('UTC')", "DateTime('UTC')")]
    [InlineData("Enum8('a','b' = 5,'c')", "Enum8('a' = 1, 'b' = 5, 'c' = 6)")]
    [InlineData("Enum16('it\\'s' = -300, 'a''b' = 2)", "Enum16('it\\'s' = -300, 'a\\'b' = 2)")]
    [InlineData("LowCardinality(Nullable(String))", "LowCardinality(Nullable(String))")]
    [InlineData("Map(String, Array(Int8))", "Map(String, Array(Int8))")]
    [InlineData("Tuple(bid Float64, `the ask` Float64)", "Tuple(bid Float64, `the ask` Float64)")]
    [InlineData("Tuple()", "Tuple()")]
    [InlineData("Nested(a Int8, b String)", "Array(Tuple(a Int8, b String))")]
    [InlineData("SimpleAggregateFunction(sum, UInt64)", "UInt64")]
    [InlineData("IntervalSecond", "IntervalSecond")]
    [InlineData("bool", "Bool")]
    [InlineData("uuid", "UUID")]
    [InlineData("BIGINT", "Int64")]
    public void Text_becomes_its_canonical_form(string text, string canonical)
    {
        var type = ColumnType.Parse(text);
        type.Name.ShouldBe(canonical);
        ColumnType.Parse(canonical).ShouldBe(type);
    }

    [Fact]
    public void Parts_of_a_type_can_be_asked_for()
    {
        var type = ColumnType.Parse("Array(Nullable(DateTime64(6, 'UTC')))");
        type.Kind.ShouldBe(TypeKind.Array);
        var inner = type.Arguments[0].Arguments[0];
        inner.Precision.ShouldBe(6);
        inner.TimeZone.ShouldBe("UTC");
        ColumnType.Parse("Decimal(18, 8)").Scale.ShouldBe(8);
        ColumnType.Parse("FixedString(7)").Length.ShouldBe(7);
        ColumnType.Parse("LowCardinality(Nullable(String))").IsNullable.ShouldBeTrue();
        ColumnType.Parse("Enum8('a' = 1)").EnumValues.ShouldBe([new("a", 1)]);
        ColumnType.Parse("Tuple(a Int8)").ElementNames.ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("", "a name expected at character 1")]
    [InlineData("Array", "'(' expected")]
    [InlineData("Array(Int8", "')' expected")]
    [InlineData("Int8)", "nothing more expected")]
    [InlineData("Frob(1)", "'Frob' isn't a type this driver reads")]
    [InlineData("Int256", "toString(column)")]
    [InlineData("Decimal(39, 1)", "the precision of a Decimal is 39, allowed 1 to 38")]
    [InlineData("Decimal(10, 11)", "the scale of a Decimal is 11, allowed 0 to 10")]
    [InlineData("DateTime64(10)", "the precision of a DateTime64 is 10, allowed 0 to 9")]
    [InlineData("FixedString(0)", "the length of a FixedString is 0")]
    [InlineData("FixedString(x)", "the length of a FixedString expected")]
    [InlineData("Enum8('a' = 128)", "the value of 'a' is 128, allowed -128 to 127")]
    [InlineData("Enum8()", "at least one name")]
    [InlineData("Enum8('a", "the closing quote is missing")]
    [InlineData("LowCardinality(Array(Int8))", "LowCardinality can't hold Array(Int8)")]
    [InlineData("Tuple(a Int8, Int8)", "either all elements of a Tuple have names or none")]
    public void A_wrong_text_says_what_is_wrong_with_it(string text, string why) =>
        Should.Throw<ColumnTypeException>(() => ColumnType.Parse(text)).Message.ShouldContain(why);

    [Fact]
    public void Nesting_has_a_bound()
    {
        var text = string.Concat(Enumerable.Repeat("Array(", 100)) + "Int8" + new string(')', 100);
        Should
            .Throw<ColumnTypeException>(() => ColumnType.Parse(text))
            .Message.ShouldContain("nested deeper");
    }
}
