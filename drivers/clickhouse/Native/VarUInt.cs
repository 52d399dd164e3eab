namespace Platform.ClickHouse.Native;

/// <summary>ClickHouse's variable-length unsigned integer (LEB128).</summary>
internal static class VarUInt
{
    public const int LengthMax = 10;

    public static int Write(Span<byte> destination, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            destination[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        destination[length++] = (byte)value;
        return length;
    }

    /// <summary>Bytes taken, or 0 when <paramref name="source"/> ends before the value does.</summary>
    public static int TryRead(ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (i == LengthMax)
            {
                throw new InvalidDataException(
                    "A length in the result is longer than 64 bits: it isn't in Native format."
                );
            }
            value |= (ulong)(source[i] & 0x7F) << (7 * i);
            if (source[i] < 0x80)
            {
                return i + 1;
            }
        }
        return 0;
    }
}
