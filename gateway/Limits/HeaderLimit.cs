using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Limits;

internal sealed class HeaderLimit(IOptions<GatewayOptions> options)
{
    private readonly int _bytesMax = options.Value.Limits.RequestHeadersBytesMax;

    /// <summary>Null when names and values together stay within the limit.</summary>
    public RichStatus? Check(IHeaderDictionary headers)
    {
        var bytes = 0;
        foreach (var (name, values) in headers)
        {
            for (var i = 0; i < values.Count; i++)
            {
                bytes += name.Length + (values[i]?.Length ?? 0);
            }
        }
        return bytes <= _bytesMax
            ? null
            : PlatformErrors.Status(
                ErrorReason.LimitExceeded,
                $"Headers of {bytes} bytes are over the gateway's limit of {_bytesMax}.",
                ("limit", $"Gateway:Limits:{nameof(LimitOptions.RequestHeadersBytesMax)}"),
                ("value", _bytesMax.ToString(CultureInfo.InvariantCulture)),
                ("actual", bytes.ToString(CultureInfo.InvariantCulture))
            );
    }
}
