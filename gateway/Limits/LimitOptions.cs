using System.ComponentModel.DataAnnotations;

namespace Platform.Gateway.Limits;

/// <summary>
/// Section <c>Gateway:Limits</c>. What is over a limit is answered RESOURCE_EXHAUSTED; the server's own
/// limits stand above these, so that the caller gets an answer and not a broken connection.
/// </summary>
internal sealed class LimitOptions
{
    /// <summary>Connections of clients at once. Default 2,000; 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int ConnectionsMax { get; set; } = 2_000;

    /// <summary>Calls at once on one connection. Default 1,000; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int StreamsPerConnectionMax { get; set; } = 1_000;

    /// <summary>Calls at once, all callers together. Default 20,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int StreamsMax { get; set; } = 20_000;

    /// <summary>Calls at once of one API key. Default 10,000; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int StreamsPerKeyMax { get; set; } = 10_000;

    /// <summary>Names and values of a call's headers. Default 16 KiB; 1 KiB to 1 MiB.</summary>
    [Range(1 << 10, 1 << 20)]
    public int RequestHeadersBytesMax { get; set; } = 16 << 10;

    /// <summary>
    /// One message of a request, as it is sent (compressed or not). A stream of messages has no
    /// limit in total. Default 8 MiB, what the services take; 1 KiB to 1 GiB.
    /// </summary>
    [Range(1 << 10, 1 << 30)]
    public int MessageBytesMax { get; set; } = 8 << 20;
}
