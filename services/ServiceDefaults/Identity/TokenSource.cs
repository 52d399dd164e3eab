namespace Platform.ServiceDefaults;

/// <summary>
/// The current token of one subject: made once and kept until four fifths of its life are over. Safe to share; two
/// threads may make one each at the turn, which does no harm.
/// </summary>
public sealed class TokenSource(TokenMint mint, string subject, IReadOnlyList<string> permissions)
{
    private sealed record Minted(string Authorization, DateTimeOffset RenewAt);

    private Minted? _current;

    /// <summary>Value of the authorization header: "Bearer …".</summary>
    public string Authorization
    {
        get
        {
            var current = Volatile.Read(ref _current);
            var now = mint.Now;
            if (current is null || now >= current.RenewAt)
            {
                var token = mint.Mint(subject, permissions);
                current = new Minted($"Bearer {token}", now + mint.Lifetime * 0.8);
                Volatile.Write(ref _current, current);
            }
            return current.Authorization;
        }
    }
}
