using System.Numerics;
using System.Text;

namespace Platform.Timeseries.Ticks.Model;

/// <summary>
/// Writes protobuf fields into a span whose size was computed before. Only what tick records and
/// frames need; every other message goes through the generated code.
/// </summary>
internal ref struct WireWriter(Span<byte> target)
{
    private readonly Span<byte> _target = target;

    public int Written { get; private set; }

    public static int SizeOfVarint(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Bytes of a length-delimited field with a one-byte tag.</summary>
    public static int SizeOfBlock(int length) => 1 + SizeOfVarint((ulong)length) + length;

    /// <summary>Bytes of a varint field with a one-byte tag; nothing is written for 0.</summary>
    public static int SizeOfNumber(ulong value) => value == 0 ? 0 : 1 + SizeOfVarint(value);

    public void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _target[Written++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _target[Written++] = (byte)value;
    }

    public void Number(int field, ulong value)
    {
        if (value != 0)
        {
            _target[Written++] = (byte)(field << 3);
            Varint(value);
        }
    }

    public void BlockStart(int field, int length)
    {
        _target[Written++] = (byte)((field << 3) | 2);
        Varint((ulong)length);
    }

    public void Block(int field, scoped ReadOnlySpan<byte> bytes)
    {
        BlockStart(field, bytes.Length);
        Raw(bytes);
    }

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_target[Written..]);
        Written += bytes.Length;
    }

    public void Text(int field, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        BlockStart(field, length);
        Encoding.UTF8.GetBytes(text, _target.Slice(Written, length));
        Written += length;
    }

    public void Message(Google.Protobuf.IMessage message, int size)
    {
        Google.Protobuf.MessageExtensions.WriteTo(message, _target.Slice(Written, size));
        Written += size;
    }

    public static void ThrowUnlessLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException(
                "Tick records are little-endian in memory and on the wire; this machine is not."
            );
        }
    }
}
