using System.Globalization;
using System.Reflection;

namespace Platform.ServiceDefaults;

/// <summary>How option values and the kinds of them are written in messages.</summary>
internal static class OptionsText
{
    public static string Value(MemberInfo property, object? value) =>
        property.IsDefined(typeof(SecretAttribute)) ? "(not shown)"
        : value is null or "" ? "not set"
        : $"'{Convert.ToString(value, CultureInfo.InvariantCulture)}'";

    public static string Kind(Type type) =>
        type switch
        {
            { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a duration such as 00:00:05",
            _ when type == typeof(Uri) => "an address such as http://127.0.0.1:7010",
            _ when type == typeof(double) || type == typeof(decimal) || type == typeof(float) =>
                "a number",
            _ when type.IsPrimitive => "a whole number in range",
            _ => type.Name,
        };
}
