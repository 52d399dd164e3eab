using System.Runtime.InteropServices;

namespace Platform.Timeseries.Ticks.Model;

/// <summary>
/// The columns of one encoded log record, read in place. A record is a TickBatch of one symbol, one
/// broker and one account type, written by <see cref="TickRows.Encode"/>; nothing is parsed or copied.
/// Columns that are empty have their default in every row.
/// </summary>
internal readonly ref struct TickColumns
{
    private const int LengthDelimited = 2;

    public readonly ReadOnlySpan<byte> Symbol;
    public readonly ReadOnlySpan<long> TimeUs;
    public readonly ReadOnlySpan<double> Bid;
    public readonly ReadOnlySpan<double> Ask;
    public readonly ReadOnlySpan<double> Last;

    /// <summary>Base-128 varints, one a row.</summary>
    public readonly ReadOnlySpan<byte> Volume;
    public readonly ReadOnlySpan<float> Spread;

    /// <summary>One byte a row, 0 or 1.</summary>
    public readonly ReadOnlySpan<byte> PrimarySession;
    public readonly ReadOnlySpan<byte> Broker;
    public readonly ReadOnlySpan<byte> AccountType;

    /// <summary>One byte a row: every flag in use is below 128.</summary>
    public readonly ReadOnlySpan<byte> Flags;

    /// <exception cref="InvalidDataException">The bytes are no record of this service.</exception>
    public TickColumns(ReadOnlySpan<byte> record)
    {
        var rest = record;
        while (!rest.IsEmpty)
        {
            var tag = ReadVarint(ref rest);
            if ((tag & 7) != LengthDelimited)
            {
                throw new InvalidDataException(
                    $"A tick record holds field {tag >> 3} with wire type {tag & 7}; "
                        + $"only wire type {LengthDelimited} is ever written."
                );
            }
            var length = checked((int)ReadVarint(ref rest));
            if (length > rest.Length)
            {
                throw new InvalidDataException("A tick record ends inside a column.");
            }
            var field = rest[..length];
            rest = rest[length..];
            switch (tag >> 3)
            {
                case 1:
                    Symbol = field;
                    break;
                case 3:
                    TimeUs = MemoryMarshal.Cast<byte, long>(field);
                    break;
                case 4:
                    Bid = MemoryMarshal.Cast<byte, double>(field);
                    break;
                case 5:
                    Ask = MemoryMarshal.Cast<byte, double>(field);
                    break;
                case 6:
                    Last = MemoryMarshal.Cast<byte, double>(field);
                    break;
                case 7:
                    Volume = field;
                    break;
                case 8:
                    Spread = MemoryMarshal.Cast<byte, float>(field);
                    break;
                case 9:
                    PrimarySession = field;
                    break;
                case 10:
                    Broker = field;
                    break;
                case 12:
                    AccountType = field;
                    break;
                case 14:
                    Flags = field;
                    break;
            }
        }
        if (Bid.Length != TimeUs.Length || Ask.Length != TimeUs.Length || TimeUs.IsEmpty)
        {
            throw new InvalidDataException(
                $"A tick record has {TimeUs.Length} times, {Bid.Length} bids and {Ask.Length} asks."
            );
        }
    }

    public int Rows => TimeUs.Length;

    /// <summary>Decodes the volumes into <paramref name="target"/>; zeros where there are none.</summary>
    public void CopyVolume(Span<ulong> target)
    {
        if (Volume.IsEmpty)
        {
            target[..Rows].Clear();
            return;
        }
        var rest = Volume;
        for (var row = 0; row < Rows; row++)
        {
            target[row] = ReadVarint(ref rest);
        }
    }

    /// <summary>One row; <paramref name="volume"/> is what CopyVolume gave, or empty.</summary>
    public Tick RowAt(int row, ReadOnlySpan<ulong> volume) =>
        new(
            TimeUs[row],
            Bid[row],
            Ask[row],
            Last.IsEmpty ? 0 : Last[row],
            volume.IsEmpty ? 0 : volume[row],
            Spread.IsEmpty ? (float)(Ask[row] - Bid[row]) : Spread[row],
            !PrimarySession.IsEmpty && PrimarySession[row] != 0,
            Flags.IsEmpty ? (byte)0 : Flags[row]
        );

    private static ulong ReadVarint(ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            var b = rest[i];
            value |= (ulong)(b & 0x7f) << (7 * i);
            if (b < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }
        throw new InvalidDataException("A tick record holds a broken number.");
    }
}
