using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Codecs;

/// <summary>
/// UUID: on the wire two little-endian 64-bit halves, the first half first. A Guid's bytes are ordered otherwise, so each value
/// is turned on its way through.
/// </summary>
internal sealed class UuidCodec(ColumnType type) : FixedCodec<Guid>(type)
{
    private const int Width = 16;

    public override Type ClrType => typeof(Guid);

    public override object DefaultValue => Guid.Empty;

    public override Array GetArray(Column column, int start, int count) =>
        ((Column<Guid>)column).Values.Slice(start, count).ToArray();

    public override async ValueTask WriteAsync(
        NativeWriter writer,
        Column column,
        CancellationToken ct
    )
    {
        var values = ((Column<Guid>)column).Memory;
        while (values.Length > 0)
        {
            await writer.EnsureAsync(Width, ct);
            var count = Math.Min(values.Length, writer.Free.Length / Width);
            ToWire(values.Span[..count], writer.Free);
            writer.Advance(count * Width);
            values = values[count..];
        }
    }

    protected override void FromWire(Span<Guid> values)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes.Slice(i * Width, Width);
            value[..8].Reverse();
            value[8..].Reverse();
            values[i] = new Guid(value, bigEndian: true);
        }
    }

    protected override object ToClr(Guid raw) => raw;

    protected override Guid FromClr(object value) =>
        value switch
        {
            Guid guid => guid,
            string text when Guid.TryParse(text, out var guid) => guid,
            _ => throw Unfit(value),
        };

    private static void ToWire(ReadOnlySpan<Guid> values, Span<byte> destination)
    {
        Span<byte> bytes = stackalloc byte[Width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i].TryWriteBytes(bytes, bigEndian: true, out _);
            var target = destination[(i * Width)..];
            BinaryPrimitives.WriteUInt64LittleEndian(
                target,
                BinaryPrimitives.ReadUInt64BigEndian(bytes)
            );
            BinaryPrimitives.WriteUInt64LittleEndian(
                target[8..],
                BinaryPrimitives.ReadUInt64BigEndian(bytes[8..])
            );
        }
    }
}
