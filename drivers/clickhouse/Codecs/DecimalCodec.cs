using System.Globalization;
using System.Numerics;

namespace Platform.ClickHouse.Codecs;

/// <summary>
/// Decimal(P, S): a whole number, 10^S times the value. The CLR's decimal holds 28 digits; a larger Decimal128 can be read and
/// written raw, as Int128.
/// </summary>
internal sealed class DecimalCodec<T>(ColumnType type) : FixedCodec<T>(type)
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly Int128 _limit = Power(type.Precision);

    public override Type ClrType => typeof(decimal);

    public override object DefaultValue => 0m;

    protected override object ToClr(T raw)
    {
        var value = Int128.CreateChecked(raw);
        var magnitude = (UInt128)Int128.Abs(value);
        var scale = Type.Scale;
        // decimal has 96 bits and at most 28 digits after the point: zeros at the end can go.
        while (scale > 0 && (scale > 28 || magnitude >> 96 != 0) && magnitude % 10 == 0)
        {
            magnitude /= 10;
            scale--;
        }
        if (scale > 28 || magnitude >> 96 != 0)
        {
            throw new OverflowException(
                $"A value of {Type} has more digits than a .NET decimal holds; read the column raw, as Column<{typeof(T).Name}>."
            );
        }
        return new decimal(
            (int)(uint)(ulong)magnitude,
            (int)(uint)(ulong)(magnitude >> 32),
            (int)(uint)(ulong)(magnitude >> 64),
            value < 0,
            (byte)scale
        );
    }

    protected override T FromClr(object value)
    {
        var number = value switch
        {
            decimal same => same,
            sbyte or short or int or long or byte or ushort or uint or ulong => Convert.ToDecimal(
                value,
                CultureInfo.InvariantCulture
            ),
            _ => throw Unfit(value),
        };
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var raw = (Int128)new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var scale = (bits[3] >> 16) & 0xFF;
        for (; scale > Type.Scale; scale--)
        {
            (raw, var digit) = Int128.DivRem(raw, 10);
            if (digit != 0)
            {
                throw Unfit(value, $"it has more than {Type.Scale} digits after the point");
            }
        }
        for (; scale < Type.Scale && raw < _limit; scale++)
        {
            raw *= 10;
        }
        if (raw >= _limit)
        {
            throw Unfit(
                value,
                $"it has more than {Type.Precision - Type.Scale} digits before the point"
            );
        }
        return T.CreateChecked(bits[3] < 0 ? -raw : raw);
    }

    private static Int128 Power(int digits)
    {
        Int128 power = 1;
        for (var i = 0; i < digits; i++)
        {
            power *= 10;
        }
        return power;
    }
}
