using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults;

/// <summary>Section <c>Identity</c>: how processes of one suite know each other.</summary>
public sealed class IdentityOptions : IValidatableObject
{
    public const string Section = "Identity";

    /// <summary>
    /// File with the suite's signing key: 32 bytes in base64, readable by its owner alone (mode 0600). Required.
    /// </summary>
    [Required]
    public string KeyFile { get; set; } = "";

    /// <summary>Who this process is, in the tokens it makes. Default: the process's own name.</summary>
    [RegularExpression(
        "^[a-z][a-z0-9-]{0,62}$",
        ErrorMessage = "allowed are 1 to 63 of a-z, 0-9 and -, the first a letter"
    )]
    public string? Name { get; set; }

    /// <summary>How long a token is good for. Default 5 min; 30 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How far clocks may be apart. Default 30 s; 0 to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SigningKey.Problem(KeyFile) is { } problem)
        {
            yield return new(problem, [nameof(KeyFile)]);
        }
    }
}
