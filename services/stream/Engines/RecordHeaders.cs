using System.Buffers.Binary;
using System.Text;

namespace Platform.Stream.Engines;

/// <summary>
/// The headers of a record in the form the log keeps: of each, name length (u16), value length
/// (u16), name (UTF-8), value. Order and repeats are kept.
/// </summary>
internal readonly struct RecordHeaders(ReadOnlyMemory<byte> encoded)
{
    public const int MaxEncodedBytes = ushort.MaxValue;

    public ReadOnlyMemory<byte> Encoded => encoded;

    public bool IsEmpty => encoded.IsEmpty;

    public static int EncodedBytes(int nameBytes, int valueBytes) => 4 + nameBytes + valueBytes;

    /// <summary>Appends one header to <paramref name="target"/>; answers the bytes written.</summary>
    public static int Encode(Span<byte> target, ReadOnlySpan<char> name, ReadOnlySpan<byte> value)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name, target[4..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target, checked((ushort)nameBytes));
        BinaryPrimitives.WriteUInt16LittleEndian(target[2..], checked((ushort)value.Length));
        value.CopyTo(target[(4 + nameBytes)..]);
        return EncodedBytes(nameBytes, value.Length);
    }

    public Enumerator GetEnumerator() => new(encoded);

    internal struct Enumerator(ReadOnlyMemory<byte> rest)
    {
        private ReadOnlyMemory<byte> _rest = rest;

        public (ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value) Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }
            var name = BinaryPrimitives.ReadUInt16LittleEndian(_rest.Span);
            var value = BinaryPrimitives.ReadUInt16LittleEndian(_rest.Span[2..]);
            Current = (_rest.Slice(4, name), _rest.Slice(4 + name, value));
            _rest = _rest[EncodedBytes(name, value)..];
            return true;
        }
    }
}
