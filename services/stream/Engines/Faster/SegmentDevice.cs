using FASTER.core;
using Microsoft.Win32.SafeHandles;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// Where the log library's pages go: handed to the topic's <see cref="CommitThread"/>, which writes
/// and syncs many at once. The library's own device opens files O_SYNC, one sync a page and no room
/// reserved; a full disk then ends the log for good.
/// </summary>
internal sealed class SegmentDevice(SegmentFiles files, CommitThread thread)
    : StorageDeviceBase(
        Path.Join(files.Directory, "log"),
        SectorBytes,
        Devices.CAPACITY_UNSPECIFIED
    )
{
    private const uint SectorBytes = 512;

    public override void WriteAsync(
        nint sourceAddress,
        int segmentId,
        ulong destinationAddress,
        uint numBytesToWrite,
        DeviceIOCompletionCallback callback,
        object context
    ) =>
        thread.Write(
            new PageWrite(
                sourceAddress,
                segmentId,
                (long)destinationAddress,
                (int)numBytesToWrite,
                callback,
                context
            )
        );

    /// <summary>Only the last page, when a log is opened; readers go to the files themselves.</summary>
    public override unsafe void ReadAsync(
        int segmentId,
        ulong sourceAddress,
        nint destinationAddress,
        uint readLength,
        DeviceIOCompletionCallback callback,
        object context
    )
    {
        using SafeFileHandle file = files.OpenForRead(segmentId);
        var target = new Span<byte>((void*)destinationAddress, (int)readLength);
        var done = 0;
        while (done < target.Length)
        {
            var read = RandomAccess.Read(file, target[done..], (long)sourceAddress + done);
            if (read == 0)
            {
                target[done..].Clear();
                break;
            }
            done += read;
        }
        callback(0, readLength, context);
    }

    // Segments are removed by the topic, which knows what readers need.
    public override void RemoveSegmentAsync(
        int segment,
        AsyncCallback callback,
        IAsyncResult result
    ) => callback(result);

    public override void Dispose() { }
}

/// <summary>A piece of a page to be written, in the log library's memory.</summary>
internal readonly record struct PageWrite(
    nint Source,
    int Segment,
    long Offset,
    int Bytes,
    DeviceIOCompletionCallback Callback,
    object Context
);
