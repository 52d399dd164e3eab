using System.ComponentModel.DataAnnotations;

namespace Platform.ServiceDefaults;

/// <summary>Section <c>Grpc</c>: limits of calls.</summary>
public sealed class GrpcOptions
{
    public const string Section = "Grpc";

    /// <summary>
    /// Largest message taken; a larger one gets RESOURCE_EXHAUSTED, reason LIMIT_EXCEEDED. Default 8 MiB; 64 KiB to
    /// 256 MiB.
    /// </summary>
    [Range(64 << 10, 256 << 20)]
    public int ReceiveBytesMax { get; set; } = 8 << 20;

    /// <summary>
    /// Largest message sent. Default 8 MiB; 64 KiB to 256 MiB. Clients of other languages take 4 MiB unless told
    /// otherwise, so answers should stay below that.
    /// </summary>
    [Range(64 << 10, 256 << 20)]
    public int SendBytesMax { get; set; } = 8 << 20;

    /// <summary>
    /// Longest a unary call may run, whatever deadline its caller set, and the deadline of a caller that set none.
    /// Default 30 s; 100 ms to 1 h. Streams run as long as they like.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan UnaryDeadlineMax { get; set; } = TimeSpan.FromSeconds(30);
}
