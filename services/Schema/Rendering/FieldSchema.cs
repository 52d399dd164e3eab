using System.Text.Json.Nodes;
using Platform.Schema.Model;

namespace Platform.Schema.Rendering;

/// <summary>JSON Schema of fields; unknown fields are allowed where the caller says so.</summary>
internal static class FieldSchema
{
    public static JsonObject Object(IReadOnlyList<Field> fields, bool open)
    {
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            properties[field.Name] = One(field, open);
        }
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = fields.Where(field => field.Required).Select(field => field.Name).ToList();
        if (required.Count > 0)
        {
            schema["required"] = JsonText.Array(required);
        }
        schema["additionalProperties"] = open;
        return schema;
    }

    private static JsonObject One(Field field, bool open)
    {
        var isList = field.Type.EndsWith("[]", StringComparison.Ordinal);
        var schema = Scalar(field, isList ? field.Type[..^2] : field.Type, open);
        if (isList)
        {
            schema = new JsonObject { ["type"] = "array", ["items"] = schema };
        }
        if (field.Comment is not null)
        {
            schema["description"] = field.Comment;
        }
        return schema;
    }

    private static JsonObject Scalar(Field field, string type, bool open)
    {
        var schema = type switch
        {
            "object" when field.Fields.Count > 0 => Object(field.Fields, open),
            "object" => new JsonObject { ["type"] = "object" },
            "map" => new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            },
            "datetime" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            "date" => new JsonObject { ["type"] = "string", ["format"] = "date" },
            "decimal" => new JsonObject
            {
                ["type"] = "string",
                ["pattern"] = @"^-?[0-9]+(\.[0-9]+)?$",
            },
            "json" => [],
            _ => new JsonObject { ["type"] = type },
        };
        if (field.Values.Count > 0)
        {
            schema["enum"] = JsonText.Array(field.Values);
        }
        if (field.Minimum is { } minimum)
        {
            schema["minimum"] = minimum;
        }
        if (field.Maximum is { } maximum)
        {
            schema["maximum"] = maximum;
        }
        return schema;
    }
}
