using Microsoft.Extensions.Options;

namespace Platform.Gateway.Routes;

/// <summary>
/// Section <c>Peers</c>: <c>Peers:Timeseries</c> is one address, <c>Peers:Timeseries:0</c>,
/// <c>:1</c> … are several of the same service.
/// </summary>
internal sealed class PeerAddresses(IConfiguration configuration)
{
    private const string Section = "Peers";

    public IReadOnlyList<Uri> Of(string peer) => [.. Values(peer).Select(value => new Uri(value))];

    /// <summary>What is wrong with the addresses of a peer; null when nothing is.</summary>
    public string? Problem(string peer)
    {
        var values = Values(peer);
        foreach (var value in values)
        {
            if (
                !Uri.TryCreate(value, UriKind.Absolute, out var address)
                || address.Scheme is not ("http" or "https")
                || address.PathAndQuery != "/"
            )
            {
                return Wrong($"'{value}'");
            }
        }
        return values.Length == 0 ? Wrong("not set") : null;

        string Wrong(string what) =>
            $"{Section}:{peer} is {what}: it must be an address such as http://127.0.0.1:7010";
    }

    private string[] Values(string peer)
    {
        var section = configuration.GetSection(Section).GetSection(peer);
        return section.Value is { } one
            ? [one]
            : [.. section.GetChildren().Select(child => child.Value ?? "")];
    }
}

/// <summary>Every service has a peer, and every peer addresses.</summary>
internal sealed class PeerRule(PeerAddresses peers) : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var problems = options.Peers.Select(peers.Problem).OfType<string>().ToList();
        return problems.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(problems);
    }
}
