using System.Numerics;

namespace Platform.ClickHouse.Codecs;

/// <summary>Date and Date32: days since 1970-01-01. The raw number is taken too.</summary>
internal sealed class DateCodec<T>(ColumnType type) : FixedCodec<T>(type)
    where T : unmanaged, IBinaryInteger<T>
{
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    public override Type ClrType => typeof(DateOnly);

    public override object DefaultValue => Epoch;

    protected override object ToClr(T raw) => Epoch.AddDays(int.CreateChecked(raw));

    protected override T FromClr(object value)
    {
        var days = value switch
        {
            ushort raw => raw,
            int raw => raw,
            DateOnly date => date.DayNumber - Epoch.DayNumber,
            DateTime time when time.TimeOfDay == TimeSpan.Zero => DateOnly
                .FromDateTime(time)
                .DayNumber - Epoch.DayNumber,
            _ => throw Unfit(value),
        };
        try
        {
            return T.CreateChecked(days);
        }
        catch (OverflowException)
        {
            throw Unfit(value, "it is out of range");
        }
    }
}

/// <summary>DateTime: whole seconds since 1970, 0 to 2^32-1. The raw uint is taken too.</summary>
internal sealed class DateTimeCodec(ColumnType type) : FixedCodec<uint>(type)
{
    public override Type ClrType => typeof(DateTime);

    public override object DefaultValue => DateTime.UnixEpoch;

    protected override object ToClr(uint raw) => DateTime.UnixEpoch.AddSeconds(raw);

    protected override uint FromClr(object value)
    {
        if (value is uint raw)
        {
            return raw;
        }
        var (seconds, rest) = Math.DivRem(
            Instant.TicksSinceEpoch(value) ?? throw Unfit(value),
            TimeSpan.TicksPerSecond
        );
        if (rest != 0)
        {
            throw Unfit(value, "it has a fraction of a second");
        }
        return seconds is >= 0 and <= uint.MaxValue
            ? (uint)seconds
            : throw Unfit(value, "it is out of range, 1970 to 2106");
    }
}

/// <summary>DateTime64(p): units of 10^-p seconds since 1970; the raw long is taken too. A DateTime has seven digits: with p 8 or 9 the rest is cut.</summary>
internal sealed class DateTime64Codec(ColumnType type) : FixedCodec<long>(type)
{
    private const int TickDigits = 7;

    private readonly long _ticksPerUnit = (long)
        Math.Pow(10, Math.Max(0, TickDigits - type.Precision));
    private readonly long _unitsPerTick = (long)
        Math.Pow(10, Math.Max(0, type.Precision - TickDigits));

    public override Type ClrType => typeof(DateTime);

    public override object DefaultValue => DateTime.UnixEpoch;

    protected override object ToClr(long raw)
    {
        var units =
            _unitsPerTick == 1
                ? raw
                : (raw - (((raw % _unitsPerTick) + _unitsPerTick) % _unitsPerTick)) / _unitsPerTick;
        return DateTime.UnixEpoch.AddTicks(checked(units * _ticksPerUnit));
    }

    protected override long FromClr(object value)
    {
        if (value is long raw)
        {
            return raw;
        }
        var (units, rest) = Math.DivRem(
            Instant.TicksSinceEpoch(value) ?? throw Unfit(value),
            _ticksPerUnit
        );
        if (rest != 0)
        {
            throw Unfit(value, $"it has more than {Type.Precision} digits of a second");
        }
        try
        {
            return checked(units * _unitsPerTick);
        }
        catch (OverflowException)
        {
            throw Unfit(value, "it is out of range");
        }
    }
}

/// <summary>A moment given as DateTime or DateTimeOffset. A DateTime that doesn't say its zone is UTC.</summary>
internal static class Instant
{
    public static long? TicksSinceEpoch(object value) =>
        value switch
        {
            DateTimeOffset moment => moment.UtcTicks - DateTime.UnixEpoch.Ticks,
            DateTime { Kind: DateTimeKind.Local } local => local.ToUniversalTime().Ticks
                - DateTime.UnixEpoch.Ticks,
            DateTime time => time.Ticks - DateTime.UnixEpoch.Ticks,
            _ => null,
        };
}
