using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>Checks data annotations and IValidatableObject, and says of each failure key, value and what is allowed.</summary>
internal sealed class OptionsRules<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = new List<string>();
        Check(section, options, failures);
        return failures.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(string path, object options, List<string> failures)
    {
        var before = failures.Count;
        foreach (var property in Properties(options))
        {
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                var context = new ValidationContext(options) { MemberName = property.Name };
                if (rule.GetValidationResult(value, context) is { } failure)
                {
                    failures.Add(
                        $"{path}:{property.Name} is {OptionsText.Value(property, value)}: {Allowed(rule, failure)}"
                    );
                }
            }
            if (value is not null && IsNested(property.PropertyType))
            {
                Check($"{path}:{property.Name}", value, failures);
            }
        }
        // Rules across properties may take each property's own rule for granted.
        if (failures.Count == before && options is IValidatableObject whole)
        {
            failures.AddRange(
                whole
                    .Validate(new ValidationContext(options))
                    .Select(failure => Describe(path, options, failure))
            );
        }
    }

    private static string Describe(string path, object options, ValidationResult failure)
    {
        var keys = failure.MemberNames.Select(member =>
        {
            var property = options.GetType().GetProperty(member);
            return property is null
                ? $"{path}:{member}"
                : $"{path}:{member} is {OptionsText.Value(property, property.GetValue(options))}";
        });
        return $"{string.Join(", ", keys.DefaultIfEmpty(path))}: {failure.ErrorMessage}";
    }

    private static string Allowed(ValidationAttribute rule, ValidationResult failure) =>
        rule switch
        {
            { ErrorMessage: { } said } => said,
            RangeAttribute range => string.Create(
                CultureInfo.InvariantCulture,
                $"allowed is {range.Minimum} to {range.Maximum}"
            ),
            RequiredAttribute => "it must be set",
            _ => failure.ErrorMessage ?? "it is not allowed",
        };

    private static IEnumerable<PropertyInfo> Properties(object options) =>
        options
            .GetType()
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property =>
                property.GetMethod is not null && property.GetIndexParameters().Length == 0
            );

    private static bool IsNested(Type type) =>
        type.IsClass
        && type.Assembly != typeof(object).Assembly
        && !typeof(IEnumerable).IsAssignableFrom(type);
}
