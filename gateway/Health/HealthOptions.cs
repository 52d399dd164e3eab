using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Health;

/// <summary>Section <c>Gateway:Health</c>.</summary>
internal sealed class HealthOptions
{
    /// <summary>How often every peer is asked. Default 1 s; 50 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A peer that does not answer in time is down. Default 1 s; 10 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The stores behind a peer, as its health service names them: peer → names.</summary>
    public Dictionary<string, string[]> Stores { get; set; } =
        new(StringComparer.OrdinalIgnoreCase);
}
