using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Platform.Stream.Engines.Faster;

/// <summary>
/// A record as it lies in the log. The log puts its length (i32) before it and aligns it to 4;
/// a record never crosses a page. Little endian:
/// <code>
///  0 u32 CRC-32C of all that follows      16 i64 offset in the partition
///  4 u8  kind                             24 i64 append time, µs
///  5 u8  flags                            32 [i64 timestamp, µs]
///  6 u16 partition                           [16 bytes request id]
///  8 u32 number in the log (low bits)        key, headers, value
/// 12 u16 key bytes
/// 14 u16 headers bytes
/// </code>
/// The number rises by one from record to record over the whole log, so a stale or misplaced record
/// can't be taken for the next one.
/// </summary>
internal static class RecordFormat
{
    /// <summary>The log's own length before each record.</summary>
    public const int LengthBytes = 4;

    public const int HeaderBytes = 32;

    /// <summary>Most that is added to key, headers and value, the length included.</summary>
    public const int MaxOverheadBytes = LengthBytes + HeaderBytes + 8 + 16;

    public const int MaxKeyBytes = ushort.MaxValue;

    public static int Size(in AppendRecord record) =>
        HeaderBytes
        + (record.TimestampUs != 0 ? 8 : 0)
        + (record.RequestId != default ? 16 : 0)
        + record.PayloadBytes;

    /// <summary>Bytes a record of this size takes in the log.</summary>
    public static int Footprint(int size) => LengthBytes + ((size + 3) & ~3);

    public static void Write(Span<byte> target, in AppendRecord record, in RecordStamp stamp)
    {
        var flags = stamp.More ? RecordFlags.More : RecordFlags.None;
        var at = HeaderBytes;
        if (record.TimestampUs != 0)
        {
            flags |= RecordFlags.Timestamp;
            BinaryPrimitives.WriteInt64LittleEndian(target[at..], record.TimestampUs);
            at += 8;
        }
        if (record.RequestId != default)
        {
            flags |= RecordFlags.RequestId;
            BinaryPrimitives.WriteUInt128LittleEndian(target[at..], record.RequestId);
            at += 16;
        }
        record.Key.Span.CopyTo(target[at..]);
        at += record.Key.Length;
        record.Headers.Encoded.Span.CopyTo(target[at..]);
        at += record.Headers.Encoded.Length;
        record.Value.Span.CopyTo(target[at..]);

        var header = new Header
        {
            Kind = RecordKind.Data,
            Flags = flags,
            Partition = (ushort)record.Partition,
            Number = (uint)stamp.Number,
            KeyBytes = (ushort)record.Key.Length,
            HeadersBytes = (ushort)record.Headers.Encoded.Length,
            Offset = stamp.Offset,
            AppendUs = stamp.AppendUs,
        };
        Seal(target, header);
    }

    /// <summary>Writes the header and then the checksum over everything.</summary>
    public static void Seal(Span<byte> target, in Header header)
    {
        MemoryMarshal.Write(target, header);
        BinaryPrimitives.WriteUInt32LittleEndian(target, Checksum(target[4..]));
    }

    /// <summary>Whether the bytes are a whole, unharmed record.</summary>
    public static bool TryVerify(ReadOnlySpan<byte> record, out Header header)
    {
        header = default;
        if (record.Length < HeaderBytes)
        {
            return false;
        }
        header = MemoryMarshal.Read<Header>(record);
        return header.Checksum == Checksum(record[4..])
            && header.Kind is RecordKind.Data or RecordKind.SegmentStart
            && PayloadStart(header) + header.KeyBytes + header.HeadersBytes <= record.Length;
    }

    public static LogRecord ToRecord(in Header header, ReadOnlyMemory<byte> record)
    {
        var key = PayloadStart(header);
        var headers = key + header.KeyBytes;
        var value = headers + header.HeadersBytes;
        return new LogRecord
        {
            Partition = header.Partition,
            Offset = header.Offset,
            TimestampUs = TimestampUs(header, record.Span),
            RequestId = RequestId(header, record.Span),
            Key = record[key..headers],
            Headers = new RecordHeaders(record[headers..value]),
            Value = record[value..],
        };
    }

    public static long TimestampUs(in Header header, ReadOnlySpan<byte> record) =>
        header.Flags.HasFlag(RecordFlags.Timestamp)
            ? BinaryPrimitives.ReadInt64LittleEndian(record[HeaderBytes..])
            : header.AppendUs;

    public static UInt128 RequestId(in Header header, ReadOnlySpan<byte> record) =>
        header.Flags.HasFlag(RecordFlags.RequestId)
            ? BinaryPrimitives.ReadUInt128LittleEndian(record[(PayloadStart(header) - 16)..])
            : default;

    private static int PayloadStart(in Header header) =>
        HeaderBytes
        + (header.Flags.HasFlag(RecordFlags.Timestamp) ? 8 : 0)
        + (header.Flags.HasFlag(RecordFlags.RequestId) ? 16 : 0);

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }
        foreach (var last in bytes[(words.Length * 8)..])
        {
            crc = BitOperations.Crc32C(crc, last);
        }
        return ~crc;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = HeaderBytes)]
    internal struct Header
    {
        public uint Checksum;
        public RecordKind Kind;
        public RecordFlags Flags;
        public ushort Partition;
        public uint Number;
        public ushort KeyBytes;
        public ushort HeadersBytes;
        public long Offset;
        public long AppendUs;
    }
}

internal enum RecordKind : byte
{
    /// <summary>What a fresh file is full of.</summary>
    None = 0,
    Data = 1,

    /// <summary>The first record of a segment: see <see cref="SegmentStart"/>.</summary>
    SegmentStart = 2,
}

[Flags]
internal enum RecordFlags : byte
{
    None = 0,

    /// <summary>The producer gave a timestamp.</summary>
    Timestamp = 1,
    RequestId = 2,

    /// <summary>More records of the same call follow; without them this one does not count.</summary>
    More = 4,
}

/// <summary>What the log adds to a record.</summary>
internal readonly record struct RecordStamp(long Number, long Offset, long AppendUs, bool More);
