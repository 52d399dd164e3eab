using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults;

/// <summary>Section <c>Http2</c>: limits of the transport.</summary>
public sealed class Http2Options
{
    public const string Section = "Http2";

    /// <summary>Open connections. Default 10,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = 10_000;

    /// <summary>
    /// Calls open at a time on one connection; a client opens another connection, or waits, beyond. Default 1,000;
    /// 1 to 100,000.
    /// </summary>
    [Range(1, 100_000)]
    public int StreamsPerConnectionMax { get; set; } = 1_000;

    /// <summary>
    /// Bytes a caller may send on one stream before we have read them. Default 1 MiB: the 64 KiB of HTTP/2 stall
    /// a fast writer of batches. 65,535 to 64 MiB.
    /// </summary>
    [Range(65_535, 64 << 20)]
    public int StreamWindowBytes { get; set; } = 1 << 20;

    /// <summary>The same for all streams of a connection together. Default 2 MiB; 65,535 to 256 MiB.</summary>
    [Range(65_535, 256 << 20)]
    public int ConnectionWindowBytes { get; set; } = 2 << 20;

    /// <summary>
    /// Silence after which we ask whether the other side is still there: the only way to notice a caller that
    /// vanished from an idle stream. Default 30 s; 1 s to 1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it has to answer before the connection is closed. Default 20 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
