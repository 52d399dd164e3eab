using System.Buffers.Binary;

namespace Platform.Interop.Kit;

/// <summary>
/// Reads the compressed flag of each gRPC message off the bytes as they pass by. Whether a message was really compressed
/// is seen nowhere else: libraries hide it.
/// </summary>
internal sealed class FrameFlags
{
    private const int PrefixLength = 5;

    private readonly byte[] _prefix = new byte[PrefixLength];
    private readonly List<bool> _compressed = [];
    private int _prefixBytes;
    private int _bodyBytesLeft;

    /// <summary>One for each message that has begun.</summary>
    public IReadOnlyList<bool> Compressed
    {
        get
        {
            lock (_compressed)
            {
                return [.. _compressed];
            }
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_bodyBytesLeft > 0)
            {
                var body = Math.Min(_bodyBytesLeft, bytes.Length);
                _bodyBytesLeft -= body;
                bytes = bytes[body..];
                continue;
            }
            _prefix[_prefixBytes++] = bytes[0];
            bytes = bytes[1..];
            if (_prefixBytes == PrefixLength)
            {
                _prefixBytes = 0;
                _bodyBytesLeft = BinaryPrimitives.ReadInt32BigEndian(_prefix.AsSpan(1));
                lock (_compressed)
                {
                    _compressed.Add(_prefix[0] == 1);
                }
            }
        }
    }
}
