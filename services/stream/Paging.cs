using System.Buffers.Text;
using System.Text;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Stream;

/// <summary>Pages of things that are listed by name; the token says which list and where.</summary>
internal sealed class Paging(string list, StreamOptions options)
{
    public (IReadOnlyList<T> Items, string NextToken) Page<T>(
        IReadOnlyList<T> all,
        Func<T, string> nameOf,
        uint pageSize,
        string pageToken
    )
    {
        var size = pageSize == 0 ? options.PageSize : (int)Math.Min(pageSize, options.PageSizeMax);
        var after = pageToken.Length == 0 ? "" : Read(pageToken);
        var items = all.SkipWhile(item =>
                after.Length > 0 && string.CompareOrdinal(nameOf(item), after) <= 0
            )
            .Take(size + 1)
            .ToList();
        if (items.Count <= size)
        {
            return (items, "");
        }
        items.RemoveAt(size);
        return (items, Write(nameOf(items[^1])));
    }

    private string Write(string name) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{list}/{name}"));

    private string Read(string token)
    {
        if (Base64Url.IsValid(token))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
            if (
                text.StartsWith(list + "/", StringComparison.Ordinal)
                && text.Length > list.Length + 1
            )
            {
                return text[(list.Length + 1)..];
            }
        }
        throw PlatformErrors.Create(
            ErrorReason.InvalidPageToken,
            "The page token is not one that this list gave out."
        );
    }
}
