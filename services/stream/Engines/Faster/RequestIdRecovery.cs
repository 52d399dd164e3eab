namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Loads the request ids of segments that a start does not read again, and of those retention has
/// removed, from the files beside the log.
/// </summary>
internal sealed class RequestIdRecovery(
    SegmentFiles files,
    SegmentList segments,
    RequestIdWindow window,
    int max
)
{
    private readonly Dictionary<int, RequestIdEntry[]> _loaded = [];

    /// <summary>
    /// The newest ids of segments before <paramref name="until"/>, as many as are remembered at
    /// all, into the window.
    /// </summary>
    public void Load(int until, long oldestUs)
    {
        var count = 0L;
        foreach (var segment in Enumerable.Reverse(SegmentsBefore(until)))
        {
            var ids = Read(segment);
            if (count >= max || (ids.Length > 0 && ids[^1].AppendUs < oldestUs))
            {
                break;
            }
            _loaded.Add(segment, ids);
            count += ids.Length;
        }
        foreach (var (_, ids) in _loaded.OrderBy(loaded => loaded.Key))
        {
            foreach (var id in ids)
            {
                window.Add(id.Partition, id.Id, id.Offset, id.AppendUs);
            }
        }
    }

    /// <summary>Files of ids whose segment is gone, oldest first.</summary>
    public List<OutlivedIds> Outlived()
    {
        var outlived = new List<OutlivedIds>();
        foreach (var segment in files.ListRequestIds().Where(id => segments.Find(id) is null))
        {
            var newestUs =
                _loaded.TryGetValue(segment, out var ids) && ids.Length > 0 ? ids[^1].AppendUs : 0;
            outlived.Add(OutlivedIds.Of(files, segment, newestUs));
        }
        return outlived;
    }

    private RequestIdEntry[] Read(int segment) =>
        SegmentFacts.TryLoadRequestIds(files.RequestIdsPath(segment))
        ?? (segments.Find(segment) is { } there ? segments.Rebuild(there).RequestIds : []);

    private List<int> SegmentsBefore(int until)
    {
        var found = new SortedSet<int>(files.ListRequestIds());
        found.UnionWith(files.List());
        return [.. found.Where(segment => segment < until)];
    }
}
