using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>
/// Binds as the framework does, but first names each key that does not exist and each value that can't be read:
/// the framework ignores the first and reports the second with a stack trace.
/// </summary>
internal static class OptionsBinding
{
    public static void Bind<TOptions>(IConfigurationSection section, TOptions options)
        where TOptions : class
    {
        var failures = new List<string>();
        Check(section, typeof(TOptions), failures);
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(TOptions), failures);
        }
        section.Bind(options);
    }

    private static void Check(IConfigurationSection section, Type type, List<string> failures)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is not null)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (properties.TryGetValue(child.Key, out var property))
            {
                CheckValue(child, property, property.PropertyType, failures);
            }
            else
            {
                var known = string.Join(", ", properties.Keys.Order(StringComparer.Ordinal));
                failures.Add($"{child.Path} is not a setting; {section.Path} has: {known}");
            }
        }
    }

    private static void CheckValue(
        IConfigurationSection section,
        PropertyInfo property,
        Type type,
        List<string> failures
    )
    {
        var simple = Nullable.GetUnderlyingType(type) ?? type;
        if (IsSimple(simple))
        {
            if (!string.IsNullOrEmpty(section.Value) && !CanRead(section.Value, simple))
            {
                var shown = OptionsText.Value(property, section.Value);
                failures.Add($"{section.Path} is {shown}: it must be {OptionsText.Kind(simple)}");
            }
        }
        else if (ElementType(type) is { } element)
        {
            foreach (var child in section.GetChildren())
            {
                CheckValue(child, property, element, failures);
            }
        }
        else
        {
            Check(section, type, failures);
        }
    }

    private static bool IsSimple(Type type) =>
        TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static bool CanRead(string value, Type type)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception exception)
            when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Of a list or of the values of a dictionary; null for anything else.</summary>
    private static Type? ElementType(Type type) =>
        type.IsArray ? type.GetElementType()
        : typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.IsGenericType
            ? type.GetGenericArguments()[^1]
        : null;
}
