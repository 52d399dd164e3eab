using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>Why a token is refused; the name, in lower case, goes into the error's metadata as "cause".</summary>
internal enum TokenFault
{
    None,
    Missing,
    Malformed,
    Signature,
    Audience,
    Expired,
    NotYetValid,
}

/// <summary>Checks the tokens that <see cref="TokenMint"/> makes.</summary>
internal sealed class TokenCheck(
    SigningKey key,
    IOptions<IdentityOptions> options,
    TimeProvider time
)
{
    private const string Scheme = "Bearer ";
    private const int LengthMax = 8 * 1024;

    private readonly TimeSpan _skew = options.Value.ClockSkew;

    public TokenFault Check(string? authorization, out Caller? caller)
    {
        caller = null;
        if (string.IsNullOrEmpty(authorization))
        {
            return TokenFault.Missing;
        }
        if (
            authorization.Length > LengthMax
            || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        )
        {
            return TokenFault.Malformed;
        }
        var token = authorization.AsSpan(Scheme.Length);
        var end = token.LastIndexOf('.');
        // The header is compared as a whole: no other algorithm is ever considered.
        if (end < 0 || !token.StartsWith(TokenMint.Header) || token[TokenMint.Header.Length] != '.')
        {
            return TokenFault.Malformed;
        }
        return IsSigned(token[..end], token[(end + 1)..])
            ? Read(token[(TokenMint.Header.Length + 1)..end], out caller)
            : TokenFault.Signature;
    }

    private bool IsSigned(ReadOnlySpan<char> signed, ReadOnlySpan<char> signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (
            !Base64Url.TryDecodeFromChars(signature, given, out var length)
            || length != given.Length
        )
        {
            return false;
        }
        Span<byte> bytes = signed.Length <= 1024 ? stackalloc byte[1024] : new byte[signed.Length];
        // A character outside ASCII becomes '?' and the signature wrong.
        bytes = bytes[..Encoding.ASCII.GetBytes(signed, bytes)];
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key.Bytes, bytes, right);
        return CryptographicOperations.FixedTimeEquals(given, right);
    }

    private TokenFault Read(ReadOnlySpan<char> payload, out Caller? caller)
    {
        caller = null;
        using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var claims = json.RootElement;
        if (claims.GetProperty("aud").GetString() != TokenMint.Audience)
        {
            return TokenFault.Audience;
        }
        var now = time.GetUtcNow();
        if (now - _skew >= DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()))
        {
            return TokenFault.Expired;
        }
        // iat is cut to whole seconds, so it is never late by itself.
        if (now + _skew < DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("iat").GetInt64()))
        {
            return TokenFault.NotYetValid;
        }
        var permissions = claims.GetProperty("perms");
        var list = new string[permissions.GetArrayLength()];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = permissions[i].GetString()!;
        }
        caller = new Caller(
            claims.GetProperty("sub").GetString()!,
            claims.GetProperty("iss").GetString()!,
            list
        );
        return TokenFault.None;
    }
}

internal static class TokenFaultText
{
    public static string ToText(this TokenFault fault) =>
        fault == TokenFault.NotYetValid ? "not_yet_valid" : fault.ToString().ToLowerInvariant();
}
