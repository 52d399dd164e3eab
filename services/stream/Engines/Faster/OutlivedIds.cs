using System.Runtime.CompilerServices;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Request ids kept although retention removed their segment: the window may be longer.
/// </summary>
/// <param name="Segment">The segment they were in.</param>
/// <param name="Count">How many at most.</param>
/// <param name="NewestUs">None of them is younger.</param>
internal readonly record struct OutlivedIds(int Segment, int Count, long NewestUs)
{
    public static OutlivedIds Of(SegmentFiles files, int segment, long newestUs)
    {
        var file = new FileInfo(files.RequestIdsPath(segment));
        var count = file.Exists ? file.Length / Unsafe.SizeOf<RequestIdEntry>() : 0;
        return new OutlivedIds(segment, (int)count, newestUs);
    }

    /// <summary>Deletes those no start would load, oldest first.</summary>
    public static void Trim(List<OutlivedIds> kept, SegmentFiles files, long oldestUs, int max)
    {
        var total = kept.Sum(ids => (long)ids.Count);
        while (kept.Count > 0 && (kept[0].NewestUs < oldestUs || total - kept[0].Count >= max))
        {
            File.Delete(files.RequestIdsPath(kept[0].Segment));
            total -= kept[0].Count;
            kept.RemoveAt(0);
        }
    }
}
