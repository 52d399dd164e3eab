using System.Runtime.InteropServices;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// What was learnt of a full segment, in two files beside it, so that a start need not read it
/// again: its index, and the request ids in it. Written only after all of the segment is durable;
/// missing or damaged ones are made again from the log.
/// </summary>
internal sealed record SegmentFacts(SegmentIndex Index, RequestIdEntry[] RequestIds)
{
    public void Save(SegmentFiles files, int segment)
    {
        SaveRequestIds(files.RequestIdsPath(segment), RequestIds);
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        Index.Save(writer);
        writer.Flush();
        // Last: that it is there says that the segment is done with.
        ChecksummedFile.Save(files.IndexPath(segment), memory.ToArray());
    }

    public static SegmentIndex? TryLoadIndex(string path, Segment segment, int intervalBytes)
    {
        if (ChecksummedFile.TryLoad(path) is not { } bytes)
        {
            return null;
        }
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return SegmentIndex.Load(reader, segment.Address, segment.Start.NextOffsets, intervalBytes);
    }

    public static RequestIdEntry[]? TryLoadRequestIds(string path) =>
        ChecksummedFile.TryLoad(path) is { } bytes
            ? MemoryMarshal.Cast<byte, RequestIdEntry>(bytes).ToArray()
            : null;

    private static void SaveRequestIds(string path, RequestIdEntry[] ids) =>
        ChecksummedFile.Save(path, MemoryMarshal.AsBytes(ids.AsSpan()));
}
