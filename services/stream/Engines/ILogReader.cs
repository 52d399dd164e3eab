namespace Platform.Stream.Engines;

/// <summary>Reads durable records of one topic, offsets rising by one in each partition.</summary>
internal interface ILogReader : IAsyncDisposable
{
    /// <summary>
    /// The next records, at most about <paramref name="maxBytes"/> but at least one, as soon as
    /// there are any; null after <paramref name="wait"/> without.
    /// </summary>
    /// <exception cref="OffsetOutOfRangeException">Retention overtook the reader.</exception>
    ValueTask<LogBatch?> ReadAsync(int maxBytes, TimeSpan wait, CancellationToken cancellation);

    /// <summary>The next offset of each partition read, in the order they were asked for.</summary>
    IReadOnlyList<PartitionOffset> Next { get; }

    /// <summary>
    /// Whether everything that was durable when the reader was opened has been handed out.
    /// </summary>
    bool CaughtUp { get; }
}
