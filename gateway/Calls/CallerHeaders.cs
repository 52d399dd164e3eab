using Platform.Gateway.Keys;

namespace Platform.Gateway.Calls;

/// <summary>The headers that say who calls: the caller's own stay here, the gateway's go on.</summary>
internal static class CallerHeaders
{
    public const string ApiKey = "x-api-key";

    /// <summary>Headers the processes of the suite use among themselves; no caller may send them.</summary>
    private const string Internal = "x-platform-";

    public static ApiKey? Find(this ApiKeyStore keys, HttpRequest request)
    {
        var values = request.Headers[ApiKey];
        return values.Count == 1 ? keys.Find(values[0]) : null;
    }

    public static void Replace(IHeaderDictionary headers, string authorization)
    {
        headers.Remove(ApiKey);
        List<string>? taken = null;
        foreach (var (name, _) in headers)
        {
            if (name.StartsWith(Internal, StringComparison.OrdinalIgnoreCase))
            {
                (taken ??= []).Add(name);
            }
        }
        taken?.ForEach(name => headers.Remove(name));
        headers.Authorization = authorization;
    }
}
