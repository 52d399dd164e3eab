using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Platform.ServiceDefaults;

namespace Platform.Gateway.Keys;

/// <summary>The keys of one reading of the file, found by hash.</summary>
internal sealed class ApiKeySet
{
    /// <summary>A longer header is not hashed: no key the suite makes comes near it.</summary>
    private const int KeyLengthMax = 512;

    // By the first eight bytes of the hash: what a timing could tell about them says nothing about a
    // key, and the whole is compared in fixed time.
    private readonly FrozenDictionary<long, ApiKey> _byPrefix;

    private ApiKeySet(IEnumerable<ApiKey> keys)
    {
        Keys = [.. keys];
        _byPrefix = Keys.ToFrozenDictionary(key => Prefix(key.Entry.Hash.AsSpan()));
    }

    public static ApiKeySet Empty { get; } = new([]);

    public ImmutableArray<ApiKey> Keys { get; }

    public ApiKey? Find(ReadOnlySpan<char> key)
    {
        if (key.IsEmpty || key.Length > KeyLengthMax)
        {
            return null;
        }
        Span<byte> utf8 = stackalloc byte[KeyLengthMax * 3];
        var length = Encoding.UTF8.GetBytes(key, utf8);
        Span<byte> hash = stackalloc byte[ApiKeyEntry.HashBytes];
        SHA256.HashData(utf8[..length], hash);
        return
            _byPrefix.TryGetValue(Prefix(hash), out var known)
            && CryptographicOperations.FixedTimeEquals(hash, known.Entry.Hash.AsSpan())
            ? known
            : null;
    }

    /// <summary>
    /// The set to use from now on: entries that did not change keep their instance, with its calls.
    /// <paramref name="gone"/> lists those whose calls must end.
    /// </summary>
    public ApiKeySet ReplaceBy(
        IReadOnlyCollection<ApiKeyEntry> entries,
        TokenMint mint,
        out List<ApiKey> gone
    )
    {
        var next = new ApiKeySet(
            entries.Select(entry =>
                _byPrefix.TryGetValue(Prefix(entry.Hash.AsSpan()), out var known)
                && known.Entry.SameAs(entry)
                    ? known
                    : new ApiKey(entry, mint)
            )
        );
        gone = [.. Keys.Except(next.Keys)];
        return next;
    }

    /// <summary>Also how the file is checked for entries that can't be told apart.</summary>
    public static long Prefix(ReadOnlySpan<byte> hash) => MemoryMarshal.Read<long>(hash);
}
