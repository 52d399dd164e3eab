using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Ticks.Read;

/// <summary>
/// Where a page ended, bound to the query it came from by a digest of its fields. It grants nothing:
/// whoever may not ask the query may not use the token.
/// </summary>
internal static class PageToken
{
    public static string Encode<T>(string query, T place) =>
        Base64Url.EncodeToString(
            JsonSerializer.SerializeToUtf8Bytes(new Envelope<T>(Digest(query), place))
        );

    /// <summary>The place a token names; default for an empty token.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_PAGE_TOKEN.</exception>
    public static T? Decode<T>(string token, string query)
    {
        if (token.Length == 0)
        {
            return default;
        }
        Envelope<T>? envelope = null;
        try
        {
            envelope = JsonSerializer.Deserialize<Envelope<T>>(Base64Url.DecodeFromChars(token));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            PlatformErrors.Throw(ErrorReason.InvalidPageToken, "The page token is broken.");
        }
        if (envelope is null || envelope.Query != Digest(query))
        {
            PlatformErrors.Throw(
                ErrorReason.InvalidPageToken,
                "The page token belongs to another query: only page_size may change between pages."
            );
        }
        return envelope.Place;
    }

    private static string Digest(string query) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(query)), 0, 8);

    private sealed record Envelope<T>(string Query, T Place);
}
