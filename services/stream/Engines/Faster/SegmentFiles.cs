using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>The files of one topic's log: one for each segment, its index beside it.</summary>
internal sealed class SegmentFiles(string directory, int segmentBytes)
{
    private const string LogExtension = ".log";
    private const string RequestIdsExtension = ".ids";

    public string Directory => directory;

    public int SegmentBytes => segmentBytes;

    public string LogPath(int segment) => Path(segment, LogExtension);

    public string IndexPath(int segment) => Path(segment, ".index");

    public string RequestIdsPath(int segment) => Path(segment, RequestIdsExtension);

    /// <summary>Numbers of the segments there are, rising.</summary>
    public List<int> List() => List(LogExtension);

    /// <summary>Numbers of the segments whose request ids are kept, rising.</summary>
    public List<int> ListRequestIds() => List(RequestIdsExtension);

    private List<int> List(string extension)
    {
        var found = new List<int>();
        foreach (var file in System.IO.Directory.EnumerateFiles(directory, "*" + extension))
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(file.AsSpan());
            if (int.TryParse(name, CultureInfo.InvariantCulture, out var segment))
            {
                found.Add(segment);
            }
        }
        found.Sort();
        return found;
    }

    /// <summary>The next segment, made ahead.</summary>
    public SpareSegment Spare { get; } = new(directory, segmentBytes);

    /// <summary>
    /// Creates a segment with all its bytes reserved, so that a full disk shows here, before a
    /// record is accepted, and not when it is written. Whoever writes to it first makes the name
    /// durable.
    /// </summary>
    public void Create(int segment)
    {
        var path = LogPath(segment);
        if (Spare.TryTake(path))
        {
            return;
        }
        try
        {
            using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
            Posix.Reserve(file, segmentBytes);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    public SafeFileHandle OpenForWrite(int segment) =>
        File.OpenHandle(
            LogPath(segment),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );

    public SafeFileHandle OpenForRead(int segment) =>
        File.OpenHandle(
            LogPath(segment),
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );

    /// <summary>Removes a segment. Its request ids may be needed longer and stay.</summary>
    public void Delete(int segment)
    {
        File.Delete(IndexPath(segment));
        File.Delete(LogPath(segment));
    }

    public long SizeOnDisk(int segment)
    {
        var index = new FileInfo(IndexPath(segment));
        return segmentBytes + (index.Exists ? index.Length : 0);
    }

    /// <summary>
    /// Overwrites what an interrupted write left after the end of the log, so that it can never be
    /// taken for records again.
    /// </summary>
    public void ClearAfter(int segment, int offset)
    {
        using var file = OpenForWrite(segment);
        if (RandomAccess.GetLength(file) != segmentBytes)
        {
            RandomAccess.SetLength(file, segmentBytes);
            Posix.Reserve(file, segmentBytes);
        }
        var chunk = new byte[1 << 20];
        var zeros = new byte[1 << 20];
        var dirty = false;
        for (long at = offset; at < segmentBytes; )
        {
            var wanted = (int)Math.Min(chunk.Length, segmentBytes - at);
            var read = RandomAccess.Read(file, chunk.AsSpan(0, wanted), at);
            var leftover = chunk.AsSpan(0, read).LastIndexOfAnyExcept((byte)0) + 1;
            if (leftover > 0)
            {
                RandomAccess.Write(file, zeros.AsSpan(0, leftover), at);
                dirty = true;
            }
            at += wanted;
        }
        if (dirty)
        {
            RandomAccess.FlushToDisk(file);
        }
    }

    private string Path(int segment, string extension) =>
        System.IO.Path.Join(
            directory,
            segment.ToString("D10", CultureInfo.InvariantCulture) + extension
        );
}
