using Platform.Schema.Model;

namespace Platform.Schema.Service;

internal static class StoreNames
{
    /// <summary>As the store is named to callers, and in the header that chooses one.</summary>
    public static string Label(this StoreKind kind) =>
        kind == StoreKind.Topics ? "stream" : kind.Name();
}
