using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Platform.Gateway.Keys;

/// <summary>One key as the file has it: never the key itself, only its SHA-256.</summary>
internal sealed record ApiKeyEntry(
    string Id,
    ImmutableArray<byte> Hash,
    string Subject,
    ImmutableArray<string> Permissions
)
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    public bool SameAs(ApiKeyEntry other) =>
        Id == other.Id
        && Subject == other.Subject
        && Hash.AsSpan().SequenceEqual(other.Hash.AsSpan())
        && Permissions.AsSpan().SequenceEqual(other.Permissions.AsSpan());
}
