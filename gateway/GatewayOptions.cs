using System.ComponentModel.DataAnnotations;
using Platform.Gateway.Health;
using Platform.Gateway.Keys;
using Platform.Gateway.Limits;
using Platform.Gateway.Routes;

namespace Platform.Gateway;

/// <summary>Section <c>Gateway</c>. Checked at start; a wrong value stops the process.</summary>
internal sealed class GatewayOptions : IValidatableObject
{
    public const string Section = "Gateway";

    /// <summary>The file of hashed API keys; the launcher makes the first. Required.</summary>
    [Required]
    public string ApiKeysFile { get; set; } = "";

    /// <summary>How often the key file is looked at for changes. Default 1 s; 50 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan ApiKeysReload { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Which peer serves a gRPC service: full service name → name below <c>Peers</c>. Another
    /// service is served by a line here and an address there.
    /// </summary>
    public Dictionary<string, string> Services { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long calls may go on by themselves once the process is asked to stop, before they are
    /// ended with DRAINING. Below <c>Drain:Timeout</c>. Default 3 s; 0 to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainGrace { get; set; } = TimeSpan.FromSeconds(3);

    public LimitOptions Limits { get; set; } = new();

    public UpstreamOptions Upstream { get; set; } = new();

    public HealthOptions Health { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Services.Count == 0)
        {
            yield return new("at least one service must have a peer", [nameof(Services)]);
        }
        string? wrong = null;
        try
        {
            ApiKeyFile.Read(ApiKeysFile);
        }
        catch (InvalidDataException e)
        {
            wrong = e.Message;
        }
        if (wrong is not null)
        {
            yield return new(wrong, [nameof(ApiKeysFile)]);
        }
    }
}
