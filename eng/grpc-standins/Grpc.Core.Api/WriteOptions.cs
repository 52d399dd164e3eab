namespace Grpc.Core;

/// <summary>Hints for one write.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may stay in a buffer until the next one.</summary>
    BufferHint = 0x1,

    /// <summary>Don't compress this message even if the call is compressed.</summary>
    NoCompress = 0x2,
}

/// <summary>Options of the following writes.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
