using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Google.Protobuf.Collections;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.Engines;
using Platform.Stream.V1;

namespace Platform.Stream.Publishing;

/// <summary>Checks the records of a request and puts them in the log's terms, without a copy.</summary>
internal sealed class RecordIntake(StreamOptions options)
{
    private const int ViolationsMax = 20;
    private uint _turn;

    /// <summary>Fills <paramref name="target"/>; answers the bytes of all records.</summary>
    public long Take(RepeatedField<NewRecord> records, int partitions, Span<AppendRecord> target)
    {
        List<(string, string)>? violations = null;
        var bytes = 0L;
        for (var i = 0; i < records.Count; i++)
        {
            target[i] = Take(records[i], i, partitions, ref violations);
            bytes += target[i].PayloadBytes;
            if (violations?.Count >= ViolationsMax)
            {
                break;
            }
        }
        if (violations is not null)
        {
            Invalid.ThrowIfAny(violations);
        }
        return bytes;
    }

    public void CheckCount(int records)
    {
        if (records == 0)
        {
            PlatformErrors.ThrowInvalid(("records", "there must be one at least"));
        }
        if (records > options.RecordsPerRequestMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"{records} records in one request; {options.RecordsPerRequestMax} are allowed.",
                ("limit", "records"),
                ("limit_value", Text(options.RecordsPerRequestMax)),
                ("value", Text(records))
            );
        }
    }

    private AppendRecord Take(
        NewRecord record,
        int index,
        int partitions,
        ref List<(string, string)>? violations
    )
    {
        if (!RequestIds.TryParse(record.RequestId, out var id))
        {
            Add(ref violations, index, "request_id", RequestIds.Problem);
        }
        if (record.HasPartition && record.Partition >= partitions)
        {
            var allowed = $"the topic has partitions 0 to {partitions - 1}";
            Add(ref violations, index, "partition", allowed);
        }
        if (record.TimestampUs < 0)
        {
            Add(ref violations, index, "timestamp_us", "it must not be negative");
        }
        if (record.Key.Length > options.KeyBytesMax)
        {
            var allowed = $"it has {record.Key.Length} bytes; {options.KeyBytesMax} are allowed";
            Add(ref violations, index, "key", allowed);
        }
        return new AppendRecord
        {
            Partition = Partition(record, id, partitions),
            Key = record.Key.Memory,
            Value = record.Value.Memory,
            Headers = Headers(record.Headers, index, ref violations),
            TimestampUs = record.TimestampUs,
            RequestId = id,
        };
    }

    private int Partition(NewRecord record, UInt128 id, int partitions)
    {
        if (record.HasPartition)
        {
            return (int)record.Partition;
        }
        if (!record.Key.IsEmpty)
        {
            return (int)KeyPartition.Of(record.Key.Span, (uint)partitions);
        }
        return id != default
            ? PartitionOf(id, partitions)
            : (int)(Interlocked.Increment(ref _turn) % (uint)partitions);
    }

    /// <summary>A record without a key: a repeat must come to where the first was.</summary>
    private static int PartitionOf(UInt128 id, int partitions)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        return (int)KeyPartition.Of(bytes, (uint)partitions);
    }

    private RecordHeaders Headers(
        RepeatedField<Header> headers,
        int index,
        ref List<(string, string)>? violations
    )
    {
        if (headers.Count == 0)
        {
            return default;
        }
        if (headers.Count > options.HeadersMax)
        {
            var allowed = $"there are {headers.Count}; {options.HeadersMax} are allowed";
            Add(ref violations, index, "headers", allowed);
            return default;
        }
        var length = 0;
        foreach (var header in headers)
        {
            if (header.Name.Length == 0)
            {
                Add(ref violations, index, "headers", "every header must have a name");
            }
            length += RecordHeaders.EncodedBytes(
                Encoding.UTF8.GetByteCount(header.Name),
                header.Value.Length
            );
        }
        if (length > options.HeaderBytesMax)
        {
            var allowed = $"they have {length} bytes; {options.HeaderBytesMax} are allowed";
            Add(ref violations, index, "headers", allowed);
            return default;
        }
        var encoded = new byte[length];
        var at = 0;
        foreach (var header in headers)
        {
            at += RecordHeaders.Encode(encoded.AsSpan(at), header.Name, header.Value.Span);
        }
        return new RecordHeaders(encoded);
    }

    private static void Add(
        ref List<(string, string)>? violations,
        int index,
        string field,
        string problem
    ) => (violations ??= []).Add(($"records[{Text(index)}].{field}", problem));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
