using System.Diagnostics.CodeAnalysis;
using Platform.Gateway.Limits;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Keys;

/// <summary>A key in use: the token its calls go on with, and the calls it has open.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The source has no timer or handle to free.")]
internal sealed class ApiKey(ApiKeyEntry entry, TokenMint mint)
{
    private readonly TokenSource _token = new(mint, entry.Subject, entry.Permissions);

    // Never disposed: calls may hold its token for longer than the file has the key.
    private readonly CancellationTokenSource _ended = new();

    public ApiKeyEntry Entry => entry;

    /// <summary>What the authorization header of this key's calls says to the services.</summary>
    public string Authorization => _token.Authorization;

    /// <summary>Signalled when the key is no longer valid: its calls end.</summary>
    public CancellationToken Ended => _ended.Token;

    public OpenStreams Streams { get; } = new();

    public Task EndAsync() => _ended.CancelAsync();
}
