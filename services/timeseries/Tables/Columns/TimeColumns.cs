using Platform.ClickHouse;
using Platform.Common.V1;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Times of every width as microseconds since the epoch; what is finer is cut off, towards the past.</summary>
internal static class TimeColumns
{
    public const long MicrosPerDay = 86_400_000_000;
    public const long MicrosPerSecond = 1_000_000;

    public static WireColumn Carry(Column column, int start, int count)
    {
        var list = new Timestamps();
        list.Values.Capacity = count;
        switch (column)
        {
            case Column<ushort> days:
                foreach (var day in days.Values.Slice(start, count))
                {
                    list.Values.Add(day * MicrosPerDay);
                }
                break;
            case Column<int> days:
                foreach (var day in days.Values.Slice(start, count))
                {
                    list.Values.Add(day * MicrosPerDay);
                }
                break;
            case Column<uint> seconds:
                foreach (var second in seconds.Values.Slice(start, count))
                {
                    list.Values.Add(second * MicrosPerSecond);
                }
                break;
            case Column<long> units:
                AddUnits(list, units.Values.Slice(start, count), units.Type.Precision);
                break;
        }
        return new WireColumn { TimestampsUs = list };
    }

    /// <summary>Microseconds as units of 10^-precision seconds.</summary>
    public static long ToUnits(long micros, int precision)
    {
        var (factor, divisor) = Scale(precision);
        return divisor == 1 ? checked(micros * factor) : FloorDivide(micros, divisor);
    }

    public static long FloorDivide(long value, long divisor)
    {
        var (quotient, rest) = Math.DivRem(value, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private static void AddUnits(Timestamps list, ReadOnlySpan<long> units, int precision)
    {
        var (factor, divisor) = Scale(precision);
        foreach (var unit in units)
        {
            list.Values.Add(divisor == 1 ? FloorDivide(unit, factor) : unit * divisor);
        }
    }

    // Units in a microsecond, or microseconds in a unit; the other is 1.
    private static (long Factor, long Divisor) Scale(int precision)
    {
        var power = 1L;
        for (var digit = Math.Min(precision, 6); digit < Math.Max(precision, 6); digit++)
        {
            power *= 10;
        }
        return precision >= 6 ? (power, 1) : (1, power);
    }
}
