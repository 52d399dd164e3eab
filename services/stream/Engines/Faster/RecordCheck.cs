namespace Platform.Stream.Engines.Faster;

/// <summary>What a topic's log can hold of a call.</summary>
internal static class RecordCheck
{
    public static void Throw(TopicLogContext context, ReadOnlySpan<AppendRecord> records)
    {
        var settings = context.Settings;
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            if ((uint)record.Partition >= (uint)settings.Partitions)
            {
                throw new UnknownPartitionException(
                    settings.Name,
                    record.Partition,
                    settings.Partitions
                );
            }
            if (record.PayloadBytes > context.MaxRecordBytes)
            {
                throw new RecordTooLargeException(i, record.PayloadBytes, context.MaxRecordBytes);
            }
            if (record.Key.Length > RecordFormat.MaxKeyBytes)
            {
                throw new LogLimitException(
                    $"Bytes of the key of record {i}",
                    record.Key.Length,
                    RecordFormat.MaxKeyBytes
                );
            }
            if (record.Headers.Encoded.Length > RecordHeaders.MaxEncodedBytes)
            {
                throw new LogLimitException(
                    $"Bytes of the headers of record {i}",
                    record.Headers.Encoded.Length,
                    RecordHeaders.MaxEncodedBytes
                );
            }
        }
    }
}
