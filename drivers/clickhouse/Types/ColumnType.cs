namespace Platform.ClickHouse;

/// <summary>
/// A ClickHouse type, parsed from the text the server uses ("Array(Nullable(DateTime64(3, 'UTC')))").
/// Two types are equal when their canonical text is.
/// </summary>
public sealed class ColumnType : IEquatable<ColumnType>
{
    internal ColumnType(TypeKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    public TypeKind Kind { get; }

    /// <summary>The canonical text, as it goes over the wire.</summary>
    public string Name { get; }

    /// <summary>Digits of a Decimal, or of the fraction of a DateTime64 (3 is milliseconds).</summary>
    public int Precision { get; init; }

    /// <summary>Digits after the point of a Decimal.</summary>
    public int Scale { get; init; }

    /// <summary>Bytes of a FixedString.</summary>
    public int Length { get; init; }

    /// <summary>Time zone of a DateTime or DateTime64, which only changes how the server prints it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Element types of Nullable, LowCardinality, Array (one), Map (two) and Tuple (any number).</summary>
    public IReadOnlyList<ColumnType> Arguments { get; init; } = [];

    /// <summary>Names of a named Tuple's elements; empty when they have none.</summary>
    public IReadOnlyList<string> ElementNames { get; init; } = [];

    /// <summary>Names and values of an Enum, in the order declared.</summary>
    public IReadOnlyList<KeyValuePair<string, short>> EnumValues { get; init; } = [];

    /// <summary>True when a value may be NULL: Nullable(T) and LowCardinality(Nullable(T)).</summary>
    public bool IsNullable =>
        Kind == TypeKind.Nullable
        || (Kind == TypeKind.LowCardinality && Arguments[0].Kind == TypeKind.Nullable);

    /// <summary>Parses the server's text of a type.</summary>
    /// <exception cref="ColumnTypeException">The text isn't a type, or one the driver doesn't read.</exception>
    public static ColumnType Parse(string text) => TypeParser.Parse(text);

    public bool Equals(ColumnType? other) => other is not null && Name == other.Name;

    public override bool Equals(object? obj) => Equals(obj as ColumnType);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
