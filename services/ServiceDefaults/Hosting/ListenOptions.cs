using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Platform.ServiceDefaults;

/// <summary>Section <c>Listen</c>: where the process answers.</summary>
public sealed class ListenOptions : IValidatableObject
{
    public const string Section = "Listen";

    /// <summary>
    /// gRPC: <c>http://127.0.0.1:7010</c> is HTTP/2 without TLS, https needs a certificate. The host is an IP address,
    /// localhost, or * for every interface; port 0 takes a free one. Required.
    /// </summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>HTTP/1.1 beside gRPC, for processes that answer plain HTTP too. Default: none.</summary>
    public string? Http1Url { get; set; }

    /// <summary>PEM file with the certificate chain; with it, https is spoken. Default: none.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file with the certificate's private key. Default: the certificate's own file.</summary>
    public string? CertificateKey { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ListenAddress.TryParse(Url, out var grpc))
        {
            yield return new(ListenAddress.Allowed, [nameof(Url)]);
        }
        else if (grpc.IsTls && Certificate is null)
        {
            yield return new("https needs Listen:Certificate", [nameof(Url)]);
        }
        if (Http1Url is not null && !ListenAddress.TryParse(Http1Url, out _))
        {
            yield return new(ListenAddress.Allowed, [nameof(Http1Url)]);
        }
        if (Certificate is not null && !File.Exists(Certificate))
        {
            yield return new("the file does not exist", [nameof(Certificate)]);
        }
        if (CertificateKey is not null && !File.Exists(CertificateKey))
        {
            yield return new("the file does not exist", [nameof(CertificateKey)]);
        }
    }
}

/// <summary>A listening address taken apart. No address means every interface.</summary>
internal readonly record struct ListenAddress(bool IsTls, IPAddress? Address, int Port)
{
    public const string Allowed =
        "it must be http:// or https://, an IP address, localhost or *, and a port, such as http://127.0.0.1:7010";

    public static bool TryParse(string url, out ListenAddress address)
    {
        address = default;
        // Uri knows no host "*".
        var any = url.Replace("://*:", "://0.0.0.0:", StringComparison.Ordinal);
        if (
            !Uri.TryCreate(any, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.PathAndQuery != "/"
        )
        {
            return false;
        }
        var host = uri.Host == "localhost" ? "127.0.0.1" : uri.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host, out var ip))
        {
            return false;
        }
        var isAny = url != any;
        address = new(uri.Scheme == Uri.UriSchemeHttps, isAny ? null : ip, uri.Port);
        return true;
    }
}
