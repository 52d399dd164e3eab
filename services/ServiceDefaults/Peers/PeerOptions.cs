using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>Section <c>PeerChannels</c>: how this process speaks to its peers, whose addresses are in <c>Peers</c>.</summary>
public sealed class PeerChannelOptions
{
    public const string Section = "PeerChannels";

    /// <summary>How long connecting may take. Default 5 s; 100 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest pause between attempts to reach a peer that is away; the first is 100 ms and they double. Default 2 s;
    /// 100 ms to 2 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")]
    public TimeSpan ReconnectDelayMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes a peer may send on one stream before we have read them. Default 1 MiB; 65,535 to 16 MiB, the client's own bound.</summary>
    [Range(65_535, 16 << 20)]
    public int StreamWindowBytes { get; set; } = 1 << 20;

    /// <summary>Largest message sent or taken. Default 8 MiB; 64 KiB to 256 MiB.</summary>
    [Range(64 << 10, 256 << 20)]
    public int MessageBytesMax { get; set; } = 8 << 20;

    /// <summary>Silence after which a peer is asked whether it is there. Default 10 s; 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it has to answer before its calls fail. Default 10 s; 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>One key of section <c>Peers</c>: the address of the peer of that name.</summary>
internal sealed class PeerAddress
{
    public string? Url { get; set; }
}

internal sealed class PeerAddressRule : IValidateOptions<PeerAddress>
{
    public ValidateOptionsResult Validate(string? name, PeerAddress options) =>
        Uri.TryCreate(options.Url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Peers:{name} is {(options.Url is null ? "not set" : $"'{options.Url}'")}: it must be an address such as http://127.0.0.1:7011"
            );
}
