using Platform.Schema.Model;

namespace Platform.Schema.Loading;

/// <summary>Reads fields of documents, messages and cached values.</summary>
internal static class FieldReader
{
    private static readonly string[] Types =
    [
        "string",
        "integer",
        "number",
        "decimal",
        "boolean",
        "datetime",
        "date",
        "object",
        "map",
        "json",
        "string[]",
        "integer[]",
        "number[]",
        "object[]",
    ];

    public static IReadOnlyList<Field> Read(MapReader map)
    {
        IReadOnlyList<Field> fields = [.. map.Maps("fields", "field").Select(ReadOne)];
        Uniqueness.Check(fields, field => field.Name, "field", map);
        return fields;
    }

    private static Field ReadOne(MapReader map)
    {
        var field = new Field
        {
            Name = map.Text("name"),
            Type = map.Choice("type", null, Types),
            Required = map.Flag("required", false),
            Values = map.Texts("values"),
            Minimum = map.OptionalNumber("minimum"),
            Maximum = map.OptionalNumber("maximum"),
            Comment = map.OptionalText("comment"),
            Fields = Read(map),
            Since = map.OptionalVersion("since"),
            Until = map.OptionalVersion("until"),
        };
        if (field.Fields.Count > 0 && field.Type is not ("object" or "object[]"))
        {
            throw map.Error("only an object has fields of its own", "fields");
        }
        map.End();
        return field;
    }
}
