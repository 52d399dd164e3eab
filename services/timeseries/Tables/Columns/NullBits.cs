using Google.Protobuf;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>The bit map of nulls: one bit a row, least significant first; empty when there is none.</summary>
internal static class NullBits
{
    public static ByteString Of(ReadOnlySpan<bool> nulls)
    {
        if (!nulls.Contains(true))
        {
            return ByteString.Empty;
        }
        var bits = new byte[LengthOf(nulls.Length)];
        for (var row = 0; row < nulls.Length; row++)
        {
            bits[row >> 3] |= (byte)(nulls[row] ? 1 << (row & 7) : 0);
        }
        return UnsafeByteOperations.UnsafeWrap(bits);
    }

    public static ByteString All(int count)
    {
        var nulls = new bool[count];
        nulls.AsSpan().Fill(true);
        return Of(nulls);
    }

    public static int LengthOf(int rows) => (rows + 7) / 8;

    public static bool IsSet(ReadOnlySpan<byte> bits, int row) =>
        (bits[row >> 3] & (1 << (row & 7))) != 0;
}
