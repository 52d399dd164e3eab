namespace Platform.ClickHouseHost;

/// <summary>Section "Host" of the configuration.</summary>
internal sealed record EngineHostOptions
{
    public const string Section = "Host";

    /// <summary>Directory of the engine's data. Required; created when absent, and held by one process at a time.</summary>
    public string Path { get; init; } = "";

    /// <summary>Directory that BACKUP and RESTORE use, as Disk('backups', …); created when absent. Default: none, and
    /// both are refused.</summary>
    public string BackupsPath { get; init; } = "";

    /// <summary>File libchdb.so. Required, here or in the environment variable PLATFORM_CHDB_LIBRARY.</summary>
    public string Library { get; init; } = "";

    /// <summary>The one user that may ask. Default "platform".</summary>
    public string User { get; init; } = "platform";

    /// <summary>File with that user's password. Required; surrounding white space is not part of it.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>Database of requests that name none; created when absent (Atomic). Default "trading_data".</summary>
    public string Database { get; init; } = "trading_data";

    /// <summary>Queries that run at once, each on a connection of its own. Default 8, 1 to 64.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>Queries that may wait for a connection; more are refused at once. Default 256, 0 to 100,000.</summary>
    public int QueueLength { get; init; } = 256;

    /// <summary>Longest wait for a connection, ms. Default 5,000; 0 to 600,000.</summary>
    public int QueueWaitMsMax { get; init; } = 5_000;

    /// <summary>Memory of one query, bytes; a request may ask for less. Default 2 GiB, from 16 MiB.</summary>
    public long QueryMemoryBytesMax { get; init; } = 2L << 30;

    /// <summary>Memory of the engine as a whole, bytes. Default 4 GiB, from 256 MiB.</summary>
    public long EngineMemoryBytesMax { get; init; } = 4L << 30;

    /// <summary>Largest result that is held whole rather than streamed, bytes as the engine counts them (the text may be
    /// several times that). The engine counts such a result towards no memory limit. Default 64 MiB; 1 MiB to 1 GiB.</summary>
    public long HeldResultBytesMax { get; init; } = 64L << 20;

    /// <summary>Threads of one query, 0 for one a core. Default 0, to 256.</summary>
    public int QueryThreads { get; init; }

    /// <summary>Longest run of a query unless a request says otherwise, s; 0 for no limit. Default 600, to 86,400.</summary>
    public int QuerySecondsMax { get; init; } = 600;

    /// <summary>Longest query text, inserted data apart, bytes. Default 1 MiB; 1 KiB to 64 MiB.</summary>
    public int QueryTextBytesMax { get; init; } = 1 << 20;

    /// <summary>Largest body of a request, as sent and as decompressed, bytes. Default 4 GiB, from 1 MiB.</summary>
    public long BodyBytesMax { get; init; } = 4L << 30;

    /// <summary>How long a client may stall in the middle of sending or reading before it is cut off, s. Default 300;
    /// 2 to 86,400.</summary>
    public int StalledClientSecondsMax { get; init; } = 300;

    /// <summary>How long a merged part outlives its merge, s. The engine's own default, 0, would let a power cut take
    /// rows whose merged part was not written out yet. Default 480; 0 to 86,400.</summary>
    public int OldPartsSeconds { get; init; } = 480;

    /// <summary>Whether inserts are fsynced before they are answered, unless a table says otherwise. Default false.</summary>
    public bool FsyncInserts { get; init; }

    /// <summary>Whether the kernel (Landlock) keeps the process to its own files, where it can. Default true.</summary>
    public bool Confine { get; init; } = true;

    /// <summary>How long running queries may go on at shutdown before they are cancelled, s. Default 10; 0 to 600.</summary>
    public int DrainSeconds { get; init; } = 10;
}
