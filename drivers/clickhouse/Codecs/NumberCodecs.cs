using System.Globalization;
using System.Net;
using System.Numerics;

namespace Platform.ClickHouse.Codecs;

/// <summary>Whole numbers; a value of another width is taken when it fits.</summary>
internal sealed class IntegerCodec<T>(ColumnType type) : FixedCodec<T>(type)
    where T : unmanaged, IBinaryInteger<T>
{
    public override Type ClrType => typeof(T);

    public override object DefaultValue => T.Zero;

    public override Array GetArray(Column column, int start, int count) =>
        ((Column<T>)column).Values.Slice(start, count).ToArray();

    protected override object ToClr(T raw) => raw;

    protected override T FromClr(object value)
    {
        try
        {
            return value switch
            {
                T same => same,
                bool => throw Unfit(value),
                ulong number => T.CreateChecked(number),
                Int128 number => T.CreateChecked(number),
                UInt128 number => T.CreateChecked(number),
                BigInteger number => T.CreateChecked(number),
                sbyte or short or int or long or byte or ushort or uint => T.CreateChecked(
                    Convert.ToInt64(value, CultureInfo.InvariantCulture)
                ),
                decimal number when decimal.IsInteger(number) => T.CreateChecked(number),
                double number when double.IsInteger(number) => T.CreateChecked(number),
                _ => throw Unfit(value),
            };
        }
        catch (OverflowException)
        {
            throw Unfit(value, "it is out of range");
        }
    }
}

internal sealed class FloatCodec<T>(ColumnType type) : FixedCodec<T>(type)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Type ClrType => typeof(T);

    public override object DefaultValue => T.Zero;

    public override Array GetArray(Column column, int start, int count) =>
        ((Column<T>)column).Values.Slice(start, count).ToArray();

    protected override object ToClr(T raw) => raw;

    protected override T FromClr(object value) =>
        value switch
        {
            T same => same,
            float number => T.CreateChecked(number),
            double number => T.CreateChecked(number),
            decimal number => T.CreateChecked(number),
            sbyte or short or int or long or byte or ushort or uint or ulong => T.CreateChecked(
                Convert.ToDouble(value, CultureInfo.InvariantCulture)
            ),
            _ => throw Unfit(value),
        };
}

internal sealed class BoolCodec(ColumnType type) : FixedCodec<bool>(type)
{
    public override Type ClrType => typeof(bool);

    public override object DefaultValue => false;

    public override Array GetArray(Column column, int start, int count) =>
        ((Column<bool>)column).Values.Slice(start, count).ToArray();

    protected override object ToClr(bool raw) => raw;

    protected override bool FromClr(object value) => value is bool flag ? flag : throw Unfit(value);
}

/// <summary>IPv4, held as the number the server stores.</summary>
internal sealed class IPv4Codec(ColumnType type) : FixedCodec<uint>(type)
{
    public override Type ClrType => typeof(IPAddress);

    public override object DefaultValue => IPAddress.Any;

    protected override object ToClr(uint raw) =>
        new IPAddress(
            BitConverter.GetBytes(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(raw))
        );

    protected override uint FromClr(object value)
    {
        if (value is uint raw)
        {
            return raw;
        }
        var address =
            value as IPAddress
            ?? (value is string text && IPAddress.TryParse(text, out var parsed) ? parsed : null);
        return address?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes())
            : throw Unfit(value);
    }
}
