using System.Globalization;
using System.Text;

namespace Platform.ClickHouse;

/// <summary>Makes types, each with its canonical text.</summary>
internal static class TypeNames
{
    public static ColumnType Plain(TypeKind kind, string name) =>
        new(
            kind,
            kind switch
            {
                TypeKind.Uuid => "UUID",
                TypeKind.Int64 when name.StartsWith("Interval", StringComparison.Ordinal) => name,
                _ => kind.ToString(),
            }
        );

    public static ColumnType Decimal(int precision, int scale) =>
        new(TypeKind.Decimal, Invariant($"Decimal({precision}, {scale})"))
        {
            Precision = precision,
            Scale = scale,
        };

    public static ColumnType FixedString(int length) =>
        new(TypeKind.FixedString, Invariant($"FixedString({length})")) { Length = length };

    public static ColumnType DateTime(string? zone) =>
        new(TypeKind.DateTime, zone is null ? "DateTime" : $"DateTime({Quote(zone)})")
        {
            TimeZone = zone,
        };

    public static ColumnType DateTime64(int precision, string? zone) =>
        new(
            TypeKind.DateTime64,
            zone is null
                ? Invariant($"DateTime64({precision})")
                : Invariant($"DateTime64({precision}, {Quote(zone)})")
        )
        {
            Precision = precision,
            TimeZone = zone,
        };

    public static ColumnType Enum(TypeKind kind, IReadOnlyList<KeyValuePair<string, short>> values)
    {
        var name = new StringBuilder(kind.ToString()).Append('(');
        for (var i = 0; i < values.Count; i++)
        {
            name.Append(i == 0 ? "" : ", ");
            name.Append(
                CultureInfo.InvariantCulture,
                $"{Quote(values[i].Key)} = {values[i].Value}"
            );
        }
        return new(kind, name.Append(')').ToString()) { EnumValues = values };
    }

    public static ColumnType Nullable(ColumnType inner) => Of(TypeKind.Nullable, inner);

    public static ColumnType LowCardinality(ColumnType inner) => Of(TypeKind.LowCardinality, inner);

    public static ColumnType Array(ColumnType inner) => Of(TypeKind.Array, inner);

    public static ColumnType Map(ColumnType key, ColumnType value) =>
        new(TypeKind.Map, $"Map({key.Name}, {value.Name})") { Arguments = [key, value] };

    public static ColumnType Tuple(IReadOnlyList<string> names, IReadOnlyList<ColumnType> types)
    {
        var name = new StringBuilder("Tuple(");
        for (var i = 0; i < types.Count; i++)
        {
            name.Append(i == 0 ? "" : ", ");
            if (names.Count > 0)
            {
                name.Append(IsWord(names[i]) ? names[i] : Identifier.Quote(names[i])).Append(' ');
            }
            name.Append(types[i].Name);
        }
        return new(TypeKind.Tuple, name.Append(')').ToString())
        {
            Arguments = types,
            ElementNames = names,
        };
    }

    private static ColumnType Of(TypeKind kind, ColumnType inner) =>
        new(kind, $"{kind}({inner.Name})") { Arguments = [inner] };

    private static bool IsWord(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }
        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }

    private static string Quote(string value) =>
        "'"
        + value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("'", "\\'", StringComparison.Ordinal)
        + "'";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
