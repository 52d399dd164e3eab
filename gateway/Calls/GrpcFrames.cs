namespace Platform.Gateway.Calls;

/// <summary>
/// Follows the length prefixes of a stream of gRPC messages as its bytes pass by: a flag byte, four
/// bytes of length (big-endian), the message. It holds no message and looks into none.
/// </summary>
internal struct GrpcFrames
{
    private const int PrefixBytes = 5;

    private uint _length;
    private long _messageLeft;
    private int _prefixSeen;

    /// <summary>Whether what passed so far ends where a message ends.</summary>
    public readonly bool AtBoundary => _prefixSeen == 0 && _messageLeft == 0;

    /// <summary>The length of the longest message announced so far.</summary>
    public uint LongestBytes { get; private set; }

    public void Advance(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_messageLeft > 0)
            {
                var passed = (int)Math.Min(_messageLeft, bytes.Length);
                _messageLeft -= passed;
                bytes = bytes[passed..];
                continue;
            }
            // The flag byte is shifted out by the four that follow it.
            _length = (_length << 8) | bytes[0];
            bytes = bytes[1..];
            if (++_prefixSeen == PrefixBytes)
            {
                _prefixSeen = 0;
                _messageLeft = _length;
                LongestBytes = Math.Max(LongestBytes, _length);
            }
        }
    }
}
