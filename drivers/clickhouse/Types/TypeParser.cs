using System.Collections.Frozen;

namespace Platform.ClickHouse;

/// <summary>Recursive descent over the text of a type.</summary>
internal static class TypeParser
{
    private const int DepthMax = 64;

    private static readonly FrozenDictionary<string, TypeKind> Plain = PlainTypes();

    public static ColumnType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cursor = new TypeText(text);
        if (text.Length > TypeText.LengthMax)
        {
            cursor.Fail($"it is longer than {TypeText.LengthMax} characters");
        }
        var type = ParseType(ref cursor, 0);
        cursor.SkipSpace();
        if (!cursor.AtEnd)
        {
            cursor.Fail("nothing more expected");
        }
        return type;
    }

    private static ColumnType ParseType(ref TypeText text, int depth)
    {
        if (depth > DepthMax)
        {
            text.Fail($"it is nested deeper than {DepthMax}");
        }
        var name = text.TakeName();
        if (Plain.TryGetValue(name, out var kind))
        {
            return TypeNames.Plain(kind, name);
        }
        return name.ToUpperInvariant() switch
        {
            "DECIMAL" or "DEC" or "NUMERIC" => ParseDecimal(ref text),
            "DECIMAL32" => TypeNames.Decimal(9, ParseScale(ref text, 9)),
            "DECIMAL64" => TypeNames.Decimal(18, ParseScale(ref text, 18)),
            "DECIMAL128" => TypeNames.Decimal(38, ParseScale(ref text, 38)),
            "FIXEDSTRING" => ParseFixedString(ref text),
            "DATETIME" or "DATETIME32" or "TIMESTAMP" => ParseDateTime(ref text),
            "DATETIME64" => ParseDateTime64(ref text),
            "ENUM8" or "ENUM" => EnumParser.Parse(ref text, TypeKind.Enum8),
            "ENUM16" => EnumParser.Parse(ref text, TypeKind.Enum16),
            "NULLABLE" => TypeNames.Nullable(ParseOnly(ref text, depth)),
            "LOWCARDINALITY" => ParseLowCardinality(ref text, depth),
            "ARRAY" => TypeNames.Array(ParseOnly(ref text, depth)),
            "MAP" => ParseMap(ref text, depth),
            "TUPLE" or "NESTED" => ParseTuple(
                ref text,
                depth,
                name.Equals("Nested", StringComparison.Ordinal)
            ),
            "SIMPLEAGGREGATEFUNCTION" => ParseSimpleAggregate(ref text, depth),
            _ => Unknown(name),
        };
    }

    private static ColumnType ParseOnly(ref TypeText text, int depth)
    {
        text.Take('(');
        var inner = ParseType(ref text, depth + 1);
        text.Take(')');
        return inner;
    }

    private static ColumnType ParseLowCardinality(ref TypeText text, int depth)
    {
        var inner = ParseOnly(ref text, depth);
        var stored = inner.Kind == TypeKind.Nullable ? inner.Arguments[0] : inner;
        if (
            stored.Kind
            is TypeKind.Array
                or TypeKind.Map
                or TypeKind.Tuple
                or TypeKind.LowCardinality
                or TypeKind.Nullable
        )
        {
            text.Fail($"LowCardinality can't hold {stored.Name}");
        }
        return TypeNames.LowCardinality(inner);
    }

    private static ColumnType ParseDecimal(ref TypeText text)
    {
        text.Take('(');
        var precision = text.TakeInteger(1, 38, "the precision of a Decimal");
        var scale = text.TryTake(',')
            ? text.TakeInteger(0, precision, "the scale of a Decimal")
            : 0;
        text.Take(')');
        return TypeNames.Decimal(precision, scale);
    }

    private static int ParseScale(ref TypeText text, int max)
    {
        text.Take('(');
        var scale = text.TakeInteger(0, max, "the scale of a Decimal");
        text.Take(')');
        return scale;
    }

    private static ColumnType ParseFixedString(ref TypeText text)
    {
        text.Take('(');
        var length = text.TakeInteger(1, 0xFFFFFF, "the length of a FixedString");
        text.Take(')');
        return TypeNames.FixedString(length);
    }

    private static ColumnType ParseDateTime(ref TypeText text)
    {
        if (!text.TryTake('('))
        {
            return TypeNames.DateTime(null);
        }
        var zone = text.TakeQuoted('\'');
        text.Take(')');
        return TypeNames.DateTime(zone);
    }

    private static ColumnType ParseDateTime64(ref TypeText text)
    {
        if (!text.TryTake('('))
        {
            return TypeNames.DateTime64(3, null);
        }
        var precision = text.TakeInteger(0, 9, "the precision of a DateTime64");
        var zone = text.TryTake(',') ? QuotedAfterSpace(ref text) : null;
        text.Take(')');
        return TypeNames.DateTime64(precision, zone);
    }

    private static string QuotedAfterSpace(ref TypeText text)
    {
        text.SkipSpace();
        return text.TakeQuoted('\'');
    }

    private static ColumnType ParseMap(ref TypeText text, int depth)
    {
        text.Take('(');
        var key = ParseType(ref text, depth + 1);
        text.Take(',');
        var value = ParseType(ref text, depth + 1);
        text.Take(')');
        return TypeNames.Map(key, value);
    }

    // Nested(a T, …) comes to a client as Array(Tuple(a T, …)) when it isn't flattened.
    private static ColumnType ParseTuple(ref TypeText text, int depth, bool nested)
    {
        var names = new List<string>();
        var types = new List<ColumnType>();
        text.Take('(');
        while (!text.TryTake(')'))
        {
            if (types.Count > 0)
            {
                text.Take(',');
            }
            if (TupleElements.TryTakeName(ref text, out var name))
            {
                names.Add(name);
            }
            types.Add(ParseType(ref text, depth + 1));
        }
        if (names.Count != 0 && names.Count != types.Count)
        {
            text.Fail("either all elements of a Tuple have names or none");
        }
        var tuple = TypeNames.Tuple(names, types);
        return nested ? TypeNames.Array(tuple) : tuple;
    }

    private static ColumnType ParseSimpleAggregate(ref TypeText text, int depth)
    {
        text.Take('(');
        text.TakeName();
        text.Take(',');
        var inner = ParseType(ref text, depth + 1);
        text.Take(')');
        return inner;
    }

    private static ColumnType Unknown(string name) =>
        throw new ColumnTypeException(
            $"'{TypeText.Shorten(name)}' isn't a type this driver reads. It reads {string.Join(", ", Enum.GetNames<TypeKind>())} "
                + "and Interval types; turn the column into one of them in the query, for example toString(column)."
        );

    private static FrozenDictionary<string, TypeKind> PlainTypes()
    {
        var plain = new Dictionary<string, TypeKind>(StringComparer.OrdinalIgnoreCase)
        {
            ["Boolean"] = TypeKind.Bool,
            ["TinyInt"] = TypeKind.Int8,
            ["SmallInt"] = TypeKind.Int16,
            ["Int"] = TypeKind.Int32,
            ["Integer"] = TypeKind.Int32,
            ["BigInt"] = TypeKind.Int64,
            ["Float"] = TypeKind.Float32,
            ["Double"] = TypeKind.Float64,
            ["Text"] = TypeKind.String,
            ["VarChar"] = TypeKind.String,
        };
        for (var kind = TypeKind.Nothing; kind <= TypeKind.IPv4; kind++)
        {
            if (
                kind
                is not (
                    TypeKind.Decimal
                    or TypeKind.FixedString
                    or TypeKind.DateTime
                    or TypeKind.DateTime64
                    or TypeKind.Enum8
                    or TypeKind.Enum16
                )
            )
            {
                plain[kind.ToString()] = kind;
            }
        }
        string[] intervals =
        [
            "Nanosecond",
            "Microsecond",
            "Millisecond",
            "Second",
            "Minute",
            "Hour",
            "Day",
            "Week",
            "Month",
            "Quarter",
            "Year",
        ];
        foreach (var unit in intervals)
        {
            plain["Interval" + unit] = TypeKind.Int64;
        }
        return plain.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
