using FsCheck;
using FsCheck.Fluent;

namespace Platform.ClickHouse.Tests.Codecs;

public sealed class RoundTripProperties
{
    [Fact]
    public void Any_numbers() => ForAny<long[]>(v => Holds(Column.Of<long>(v), Boxed(v)));

    [Fact]
    public void Any_floats() => ForAny<double[]>(v => Holds(Column.Of<double>(v), Boxed(v)));

    [Fact]
    public void Any_strings() => ForAny<string[]>(v => Holds("String", Boxed(Clean(v))));

    [Fact]
    public void Any_nullable_strings() =>
        ForAny<string?[]>(v =>
            Holds("Nullable(String)", [.. v.Select(s => s is null ? null : Clean(s))])
        );

    [Fact]
    public void Any_dictionaries() =>
        ForAny<string[]>(v => Holds("LowCardinality(String)", Boxed(Clean(v))));

    [Fact]
    public void Any_nested_arrays() => ForAny<int[][][]>(v => Holds("Array(Array(Int32))", v));

    [Fact]
    public void Any_arrays_of_dictionaries() =>
        ForAny<string[][]>(v => Holds("Array(LowCardinality(String))", [.. v.Select(Clean)]));

    [Fact]
    public void Any_decimals_that_fit() =>
        ForAny<int[]>(v => Holds("Decimal(18, 5)", [.. v.Select(n => (object?)(n / 100_000m))]));

    [Fact]
    public void Any_guids() => ForAny<Guid[]>(v => Holds("UUID", Boxed(v)));

    [Fact]
    public void Any_size_of_pieces() =>
        Prop.ForAll(
                Gen.Choose(1, 300).ToArbitrary(),
                piece =>
                    Holds(
                        "Array(Nullable(String))",
                        [new[] { null, "a", new string('b', 250) }, Array.Empty<string?>()],
                        piece
                    )
            )
            .QuickCheckThrowOnFailure();

    private static void ForAny<T>(Func<T, bool> holds) =>
        Prop.ForAll(holds).QuickCheckThrowOnFailure();

    private static bool Holds(string type, object?[] values, int pieces = int.MaxValue) =>
        Holds(Column.FromValues(type, values), values, pieces);

    private static bool Holds(Column column, object?[] values, int pieces = int.MaxValue)
    {
        // FsCheck's runner is synchronous; streams in memory are too, so nothing blocks.
#pragma warning disable VSTHRD002
        var read = Wire.RoundTripAsync(column, pieces).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        Same.AssertEqual(values, Wire.ValuesOf(read));
        return true;
    }

    private static object?[] Boxed<T>(T[] values) => [.. values.Select(v => (object?)v)];

    private static string[] Clean(string[] values) => [.. values.Select(Clean)];

    // Half of a surrogate pair isn't text, and becomes U+FFFD.
    private static string Clean(string? text) =>
        string.Concat((text ?? "").Where(c => !char.IsSurrogate(c)));
}
