using System.Numerics;
using Google.Protobuf.Collections;
using Platform.ClickHouse;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Numbers that are stored as they come, or narrower.</summary>
internal abstract class NumberIntake<TWire, T>(ColumnType type) : ColumnIntake(type)
    where TWire : INumber<TWire>
    where T : unmanaged
{
    protected abstract RepeatedField<TWire> ValuesOf(WireColumn values);

    protected abstract T Narrow(TWire value);

    public override Column Build(WireColumn values, Pick pick)
    {
        var from = ValuesOf(values);
        var to = new T[pick.Count];
        if (pick.IsAll && to is TWire[] same)
        {
            from.CopyTo(same, 0);
        }
        else
        {
            for (var index = 0; index < to.Length; index++)
            {
                to[index] = Narrow(from[pick[index]]);
            }
        }
        return Column.Of<T>(Type.Name, to);
    }
}

internal sealed class SignedIntake<T>(ColumnType type) : NumberIntake<long, T>(type)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly long Lowest = long.CreateChecked(T.MinValue);
    private static readonly long Highest = long.CreateChecked(T.MaxValue);

    public override void Check(WireColumn values, NullSet nulls, IFindings findings)
    {
        if (typeof(T) == typeof(long))
        {
            return;
        }
        var list = ValuesOf(values);
        for (var item = 0; item < list.Count; item++)
        {
            var value = list[item];
            if ((value < Lowest || value > Highest) && !nulls[item])
            {
                findings.Reject(
                    item,
                    $"{value} is out of the range of {Type}, {Lowest} to {Highest}"
                );
            }
        }
    }

    protected override RepeatedField<long> ValuesOf(WireColumn values) => values.Ints.Values;

    protected override T Narrow(long value) => T.CreateTruncating(value);
}

internal sealed class UnsignedIntake<T>(ColumnType type) : NumberIntake<ulong, T>(type)
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static readonly ulong Highest = ulong.CreateChecked(T.MaxValue);

    public override void Check(WireColumn values, NullSet nulls, IFindings findings)
    {
        if (typeof(T) == typeof(ulong))
        {
            return;
        }
        var list = ValuesOf(values);
        for (var item = 0; item < list.Count; item++)
        {
            var value = list[item];
            if (value > Highest && !nulls[item])
            {
                findings.Reject(item, $"{value} is out of the range of {Type}, 0 to {Highest}");
            }
        }
    }

    protected override RepeatedField<ulong> ValuesOf(WireColumn values) => values.Uints.Values;

    protected override T Narrow(ulong value) => T.CreateTruncating(value);
}

internal sealed class DoubleIntake(ColumnType type) : NumberIntake<double, double>(type)
{
    public override void Check(WireColumn values, NullSet nulls, IFindings findings)
    {
        if (findings.AllowsNonFinite)
        {
            return;
        }
        var list = ValuesOf(values);
        for (var item = 0; item < list.Count; item++)
        {
            if (!double.IsFinite(list[item]) && !nulls[item])
            {
                findings.Reject(item, Finite.Refused(list[item]));
            }
        }
    }

    protected override RepeatedField<double> ValuesOf(WireColumn values) => values.Doubles.Values;

    protected override double Narrow(double value) => value;
}

internal sealed class FloatIntake(ColumnType type) : NumberIntake<float, float>(type)
{
    public override void Check(WireColumn values, NullSet nulls, IFindings findings)
    {
        if (findings.AllowsNonFinite)
        {
            return;
        }
        var list = ValuesOf(values);
        for (var item = 0; item < list.Count; item++)
        {
            if (!float.IsFinite(list[item]) && !nulls[item])
            {
                findings.Reject(item, Finite.Refused(list[item]));
            }
        }
    }

    protected override RepeatedField<float> ValuesOf(WireColumn values) => values.Floats.Values;

    protected override float Narrow(float value) => value;
}

internal sealed class BoolIntake(ColumnType type) : ColumnIntake(type)
{
    public override void Check(WireColumn values, NullSet nulls, IFindings findings) { }

    public override Column Build(WireColumn values, Pick pick)
    {
        var from = values.Bools.Values;
        var to = new bool[pick.Count];
        for (var index = 0; index < to.Length; index++)
        {
            to[index] = from[pick[index]];
        }
        return Column.Of<bool>(Type.Name, to);
    }
}

internal static class Finite
{
    public static string Refused(double value) =>
        $"{(double.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity")} is not allowed by the column's definition";
}
