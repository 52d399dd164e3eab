using System.Buffers;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>Gathers the strings of a column into one growing run of pooled bytes.</summary>
internal sealed class StringRun(int rows)
{
    // Longer strings are read straight into the run instead of through the reader's buffer.
    private const int LongBytes = 16 * 1024;

    private int _used;

    public byte[] Bytes { get; private set; } =
        ArrayPool<byte>.Shared.Rent(Math.Max(256, rows * 8));

    public int[] Ends { get; } = ArrayPool<int>.Shared.Rent(rows);

    public int Count { get; private set; }

    /// <summary>Takes all strings that are whole in the reader's buffer.</summary>
    public void Take(NativeReader reader)
    {
        var source = reader.Buffered;
        var at = 0;
        var used = _used;
        var count = Count;
        var ends = Ends.AsSpan(0, rows);
        var target = Bytes;
        while (count < ends.Length)
        {
            int length;
            int head;
            if (at < source.Length && source[at] < 0x80)
            {
                (length, head) = (source[at], 1);
            }
            else
            {
                head = VarUInt.TryRead(source[at..], out var big);
                length = Checked(big, reader);
            }
            if (head == 0 || length > source.Length - at - head)
            {
                break;
            }
            if (length > target.Length - used)
            {
                _used = used;
                target = Grow(length);
            }
            source.Slice(at + head, length).CopyTo(target.AsSpan(used));
            used += length;
            at += head + length;
            ends[count++] = used;
        }
        _used = used;
        Count = count;
        reader.Advance(at);
    }

    /// <summary>When the string at the reader is a long one: takes its length and gives the place its bytes go.</summary>
    public bool TryReserveLong(NativeReader reader, out Memory<byte> place)
    {
        var head = VarUInt.TryRead(reader.Buffered, out var big);
        var length = Checked(big, reader);
        if (head == 0 || length < LongBytes)
        {
            place = default;
            return false;
        }
        reader.Advance(head);
        if (length > Bytes.Length - _used)
        {
            Grow(length);
        }
        place = Bytes.AsMemory(_used, length);
        _used += length;
        return true;
    }

    public void EndLong() => Ends[Count++] = _used;

    public void Return()
    {
        ArrayPool<byte>.Shared.Return(Bytes);
        ArrayPool<int>.Shared.Return(Ends);
    }

    private byte[] Grow(int length)
    {
        var needed = (long)_used + length;
        if (needed > Array.MaxLength)
        {
            throw new InvalidDataException(
                "The strings of one block are over 2 GiB; ask for smaller blocks (setting max_block_size)."
            );
        }
        var larger = ArrayPool<byte>.Shared.Rent(
            (int)Math.Min(Array.MaxLength, Math.Max(needed, Bytes.Length * 2L))
        );
        Bytes.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Bytes);
        return Bytes = larger;
    }

    private static int Checked(ulong length, NativeReader reader) =>
        length <= (ulong)reader.Limits.StringBytes
            ? (int)length
            : throw new InvalidDataException(
                $"The result says a string of {length} bytes, at most {reader.Limits.StringBytes} are taken."
            );
}
