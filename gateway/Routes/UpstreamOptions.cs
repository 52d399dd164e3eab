using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Routes;

/// <summary>Section <c>Gateway:Upstream</c>: the connections to the services.</summary>
internal sealed class UpstreamOptions
{
    /// <summary>A peer that takes longer to accept is down. Default 2 s; 10 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Bytes a service may send on one stream before they are read. Default 1 MiB; 65,535 to 16 MiB.
    /// </summary>
    [Range(65_535, 16 << 20)]
    public int StreamWindowBytes { get; set; } = 1 << 20;

    /// <summary>A silent connection is asked for a sign of life. Default 10 s; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>And its calls fail without one. Default 10 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
