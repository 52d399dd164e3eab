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

    /// <summary>The header by which a caller names the store whose service is meant.</summary>
    public const string StoreHeader = "x-platform-store";

    /// <summary>Services that every store's peer serves for its own store; <see cref="StoreHeader"/> tells them apart.</summary>
    public string[] StoreServices { get; set; } = [];

    /// <summary>Which peer owns a store: clickhouse, postgresql, … → name below <c>Peers</c>.</summary>
    public Dictionary<string, string> Stores { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Every peer something is routed to.</summary>
    public IEnumerable<string> Peers =>
        Services.Values.Concat(Stores.Values).Distinct(StringComparer.OrdinalIgnoreCase);

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
