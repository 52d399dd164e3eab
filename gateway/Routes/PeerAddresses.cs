namespace Platform.Gateway.Routes;

/// <summary>
/// Section <c>Peers</c>: <c>Peers:Timeseries</c> is one address, <c>Peers:Timeseries:0</c>,
/// <c>:1</c> … are several of the same service.
/// </summary>
internal sealed class PeerAddresses(IConfiguration configuration)
{
    public const string Section = "Peers";

    public IReadOnlyList<Uri> Of(string peer)
    {
        var section = configuration.GetSection(Section).GetSection(peer);
        var values = section.Value is { } one
            ? [one]
            : section.GetChildren().Select(child => child.Value ?? "").ToArray();
        if (values.Length == 0)
        {
            throw Wrong("nothing", "");
        }
        return [.. values.Select(Parse)];

        Uri Parse(string value) =>
            Uri.TryCreate(value, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address.PathAndQuery == "/"
                ? address
                : throw Wrong($"'{value}'", " without a path");

        InvalidOperationException Wrong(string value, string rest) =>
            new(
                $"{Section}:{peer} is {value}; allowed: an http or https address{rest}, "
                    + "such as http://127.0.0.1:7010."
            );
    }
}
