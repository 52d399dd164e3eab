namespace Platform.Stream.Engines;

/// <summary>
/// What the service needs from a durable, partitioned log. Everything above it (names, partition
/// choice, limits of a call, the wire) is the service's; everything below (files, brokers) the
/// engine's. Failures are <see cref="LogException"/>s; anything else is a defect.
/// </summary>
internal interface ILogEngine : IAsyncDisposable
{
    /// <summary>Opens what is there. Completes when every topic can be appended to and read.</summary>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>
    /// Creates a topic durably. A topic of that name with the same settings is answered as if it
    /// had been created; with others: <see cref="TopicExistsException"/>.
    /// </summary>
    ValueTask<TopicSettings> CreateTopicAsync(
        TopicSettings settings,
        CancellationToken cancellation
    );

    /// <summary>All topics, ordered by name (ordinal).</summary>
    ValueTask<IReadOnlyList<TopicSettings>> ListTopicsAsync(CancellationToken cancellation);

    /// <summary>Cheap: asked for every publish.</summary>
    /// <exception cref="UnknownTopicException">There is none.</exception>
    ValueTask<TopicSettings> GetTopicAsync(string topic, CancellationToken cancellation);

    /// <exception cref="UnknownTopicException">There is none.</exception>
    ValueTask<TopicStatus> GetStatusAsync(string topic, CancellationToken cancellation);

    /// <summary>Removes a topic, its records and the offsets groups committed to it.</summary>
    ValueTask DeleteTopicAsync(string topic, CancellationToken cancellation);

    /// <summary>
    /// Puts the records of one call into the log, all or none. Completes when their order is fixed:
    /// a call begun after that comes later in every partition. They are durable, visible and may be
    /// acknowledged when <see cref="Append.Durable"/> completes. The records' memory must not change
    /// until then. A record whose request id its partition saw inside the window is not appended
    /// again but answered with the first position.
    /// </summary>
    ValueTask<Append> AppendAsync(
        string topic,
        ReadOnlyMemory<AppendRecord> records,
        CancellationToken cancellation
    );

    /// <summary>
    /// A reader over some partitions, each from the offset given; the offset of the next record is
    /// allowed. <see cref="OffsetOutOfRangeException"/> when one is gone or not there yet.
    /// </summary>
    ValueTask<ILogReader> OpenReaderAsync(
        string topic,
        IReadOnlyList<PartitionOffset> from,
        CancellationToken cancellation
    );

    /// <summary>
    /// Of each partition asked for, the first offset whose record has a timestamp not before
    /// <paramref name="timestampUs"/>, or the next offset when there is none.
    /// </summary>
    ValueTask<IReadOnlyList<PartitionOffset>> FindOffsetsAsync(
        string topic,
        IReadOnlyList<int> partitions,
        long timestampUs,
        CancellationToken cancellation
    );

    /// <summary>Completes when the offsets are durable.</summary>
    ValueTask CommitOffsetsAsync(
        string group,
        string topic,
        IReadOnlyList<PartitionOffset> offsets,
        CancellationToken cancellation
    );

    /// <summary>The offsets a group committed to a topic, by partition; empty when none.</summary>
    ValueTask<IReadOnlyList<PartitionOffset>> GetOffsetsAsync(
        string group,
        string topic,
        CancellationToken cancellation
    );

    /// <summary>Groups that committed an offset, ordered by name (ordinal).</summary>
    ValueTask<IReadOnlyList<string>> ListGroupsAsync(CancellationToken cancellation);

    /// <summary>Topics a group committed an offset to, ordered by name; empty: no such group.</summary>
    ValueTask<IReadOnlyList<string>> ListGroupTopicsAsync(
        string group,
        CancellationToken cancellation
    );

    /// <summary>Null when the engine takes writes; otherwise in one line why not.</summary>
    string? Impediment { get; }
}
