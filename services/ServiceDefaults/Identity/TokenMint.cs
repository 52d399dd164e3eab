using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Platform.ServiceDefaults;

/// <summary>
/// Makes the short-lived tokens that processes of a suite show each other: a compact JWT, HS256, of iss (the process),
/// sub, perms, aud "platform", iat and exp.
/// </summary>
public sealed class TokenMint
{
    internal const string Audience = "platform";

    internal static readonly string Header = Base64Url.EncodeToString(
        """{"alg":"HS256","typ":"JWT"}"""u8
    );

    private readonly SigningKey _key;
    private readonly TimeProvider _time;

    internal TokenMint(
        SigningKey key,
        PlatformProcess process,
        IOptions<IdentityOptions> options,
        TimeProvider time
    )
    {
        _key = key;
        _time = time;
        Issuer = options.Value.Name ?? process.Name;
        Lifetime = options.Value.TokenLifetime;
    }

    /// <summary>The name of this process in its tokens.</summary>
    public string Issuer { get; }

    internal TimeSpan Lifetime { get; }

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>A fresh token, some microseconds of work. For more than a call or two keep a <see cref="TokenSource"/>.</summary>
    public string Mint(string subject, IEnumerable<string> permissions)
    {
        var payload = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(payload))
        {
            var now = Now;
            json.WriteStartObject();
            json.WriteString("iss", Issuer);
            json.WriteString("sub", subject);
            json.WriteString("aud", Audience);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            json.WriteStartArray("perms");
            foreach (var permission in permissions)
            {
                json.WriteStringValue(permission);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        var signed = $"{Header}.{Base64Url.EncodeToString(payload.WrittenSpan)}";
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Bytes, Encoding.ASCII.GetBytes(signed), signature);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
