using System.Text.RegularExpressions;

namespace Platform.Schema.Loading;

/// <summary>Catches a misspelt type when it is read, not when a server refuses it.</summary>
internal static partial class ClickHouseTypes
{
    private static readonly string[] Known =
    [
        "Array",
        "Bool",
        "Date",
        "Date32",
        "DateTime",
        "DateTime64",
        "Decimal",
        "Enum16",
        "Enum8",
        "FixedString",
        "Float32",
        "Float64",
        "Int128",
        "Int16",
        "Int256",
        "Int32",
        "Int64",
        "Int8",
        "LowCardinality",
        "Map",
        "Nullable",
        "String",
        "Tuple",
        "UInt128",
        "UInt16",
        "UInt256",
        "UInt32",
        "UInt64",
        "UInt8",
        "UUID",
    ];

    public static void Check(string type, MapReader column)
    {
        var bare = Quoted().Replace(type, "''");
        foreach (Match word in Word().Matches(bare))
        {
            if (!Known.Contains(word.Value))
            {
                throw column.Error(
                    $"type '{type}' has '{word.Value}', which is not one of: {string.Join(", ", Known)}",
                    "type"
                );
            }
        }
        if (bare.Count(c => c == '(') != bare.Count(c => c == ')'))
        {
            throw column.Error($"type '{type}' has brackets that don't match", "type");
        }
    }

    [GeneratedRegex("'(?:[^'\\\\]|\\\\.)*'")]
    private static partial Regex Quoted();

    // A tuple's field names come before a type; they begin with a small letter here.
    [GeneratedRegex("\\b[A-Z][A-Za-z0-9]*\\b|^[^A-Z].*$")]
    private static partial Regex Word();
}
