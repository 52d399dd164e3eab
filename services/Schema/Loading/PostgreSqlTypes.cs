using System.Text.RegularExpressions;

namespace Platform.Schema.Loading;

/// <summary>Catches a misspelt type when it is read, and types that lose what they are given.</summary>
internal static partial class PostgreSqlTypes
{
    private static readonly string[] Known =
    [
        "bigint",
        "bigserial",
        "boolean",
        "bytea",
        "char",
        "date",
        "double precision",
        "inet",
        "integer",
        "interval",
        "jsonb",
        "numeric",
        "real",
        "serial",
        "smallint",
        "text",
        "timestamptz",
        "uuid",
        "varchar",
    ];

    public static void Check(string type, MapReader column)
    {
        var bare = Arguments().Replace(type, "");
        if (!Known.Contains(bare))
        {
            throw column.Error(
                $"type '{type}' is not one of: {string.Join(", ", Known)}, perhaps with (length) and []",
                "type"
            );
        }
    }

    [GeneratedRegex(@"\(\d+(, ?\d+)?\)|\[\]")]
    private static partial Regex Arguments();
}
