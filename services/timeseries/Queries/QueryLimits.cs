using System.ComponentModel.DataAnnotations;

namespace Platform.Timeseries.Queries;

/// <summary>What a query may take. A request can ask for less, never for more. Section <c>Queries</c>.</summary>
internal sealed class QueryLimits
{
    public const string Section = "Queries";

    /// <summary>Longest run of a query, s. Default 30.</summary>
    [Range(1, 3_600)]
    public int SecondsMax { get; init; } = 30;

    /// <summary>Rows of a result. Default 1,000,000.</summary>
    [Range(1, 1_000_000_000)]
    public long RowsMax { get; init; } = 1_000_000;

    /// <summary>Bytes of a result, as the store counts them. Default 256 MiB.</summary>
    [Range(1_024, 1L << 40)]
    public long BytesMax { get; init; } = 256L << 20;

    /// <summary>Rows a query may read from its tables. Default 1,000,000,000.</summary>
    [Range(1, 1_000_000_000_000)]
    public long ReadRowsMax { get; init; } = 1_000_000_000;

    /// <summary>Bytes a query may read from its tables, uncompressed. Default 64 GiB.</summary>
    [Range(1_024, 1L << 50)]
    public long ReadBytesMax { get; init; } = 64L << 30;

    /// <summary>Memory of a query. Default 512 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MemoryBytesMax { get; init; } = 512L << 20;

    /// <summary>Processors a query may use at once. Default 1, so that ticks always find one.</summary>
    [Range(1, 256)]
    public int ThreadsMax { get; init; } = 1;

    /// <summary>
    /// Queries that run at once. Must leave connections of the store for writing and reading ticks; the
    /// embedded one has 8. Default 3.
    /// </summary>
    [Range(1, 64)]
    public int RunningMax { get; init; } = 3;

    /// <summary>Queries that wait for their turn; more are refused at once. Default 64.</summary>
    [Range(0, 10_000)]
    public int WaitingMax { get; init; } = 64;

    /// <summary>Longest wait for a turn. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Length of the SQL, in UTF-8. Default 64 KiB.</summary>
    [Range(16, 1 << 20)]
    public int TextBytesMax { get; init; } = 64 << 10;

    /// <summary>Nodes of the parsed query. Default 10,000.</summary>
    [Range(10, 1_000_000)]
    public int NodesMax { get; init; } = 10_000;

    /// <summary>Parameters of a query. Default 256.</summary>
    [Range(0, 10_000)]
    public int ParametersMax { get; init; } = 256;

    /// <summary>Rows of one message. Default 8,192.</summary>
    [Range(1, 65_536)]
    public int MessageRows { get; init; } = 8_192;

    /// <summary>Bytes after which a message is cut smaller; gRPC's own limit is Grpc:SendBytesMax. Default 2 MiB.</summary>
    [Range(4_096, 64 << 20)]
    public int MessageBytes { get; init; } = 2 << 20;
}
