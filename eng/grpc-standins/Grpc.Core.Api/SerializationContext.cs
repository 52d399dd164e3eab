using System.Buffers;

namespace Grpc.Core;

/// <summary>
/// Where a serializer puts its message: either one finished array, or written into the buffer and completed.
/// </summary>
public abstract class SerializationContext
{
    /// <summary>The whole message; the array must not be changed afterwards.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Length of what will be written into the buffer, if known before; bytes.</summary>
    public virtual void SetPayloadLength(int payloadLength) => throw new NotImplementedException();

    /// <summary>What was written into the buffer is the whole message.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}

/// <summary>Where a deserializer takes its message from; valid only while the deserializer runs.</summary>
public abstract class DeserializationContext
{
    /// <summary>Bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the message that the caller owns.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() =>
        throw new NotImplementedException();
}
