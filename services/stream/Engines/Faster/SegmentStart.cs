using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FASTER.core;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// The first record of every segment: where each partition stands. With it a segment can be read
/// without those before it, which retention may have removed. After the record header: format
/// version (u32), partitions (u32), next offset of each partition (i64), number in the log of this
/// record (i64, whole), then zeros as needed.
/// </summary>
internal sealed record SegmentStart(long Number, long AppendUs, long[] NextOffsets)
{
    private const uint Version = 1;
    private const int FixedBytes = RecordFormat.HeaderBytes + 16;

    public static int MinSize(int partitions) => FixedBytes + (8 * partitions);

    public static SegmentStart? TryRead(ReadOnlySpan<byte> record)
    {
        if (
            !RecordFormat.TryVerify(record, out var header)
            || header.Kind != RecordKind.SegmentStart
            || record.Length < FixedBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(record[RecordFormat.HeaderBytes..])
                != Version
        )
        {
            return null;
        }
        var rest = record[(RecordFormat.HeaderBytes + 4)..];
        var partitions = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var number = BinaryPrimitives.ReadInt64LittleEndian(rest[4..]);
        if (partitions < 1 || record.Length < MinSize(partitions))
        {
            return null;
        }
        var next = MemoryMarshal.Cast<byte, long>(rest.Slice(12, 8 * partitions));
        return new SegmentStart(number, header.AppendUs, next.ToArray());
    }

    /// <summary>How the record goes into the log.</summary>
    public readonly struct Entry(SegmentStart start, int size, bool more) : ILogEnqueueEntry
    {
        public int SerializedLength => size;

        public void SerializeTo(Span<byte> dest)
        {
            dest = dest[..size];
            dest.Clear();
            var rest = dest[RecordFormat.HeaderBytes..];
            BinaryPrimitives.WriteUInt32LittleEndian(rest, Version);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], start.NextOffsets.Length);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], start.Number);
            MemoryMarshal.AsBytes(start.NextOffsets.AsSpan()).CopyTo(rest[16..]);
            RecordFormat.Seal(
                dest,
                new RecordFormat.Header
                {
                    Kind = RecordKind.SegmentStart,
                    Flags = more ? RecordFlags.More : RecordFlags.None,
                    Number = (uint)start.Number,
                    AppendUs = start.AppendUs,
                }
            );
        }
    }
}
