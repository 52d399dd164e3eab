using System.Globalization;
using Google.Protobuf.Collections;
using Platform.ClickHouse;
using Column = Platform.ClickHouse.Column;
using WireColumn = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tables.Columns;

/// <summary>Times of every width, from microseconds. What is finer than the type keeps is cut off, towards the past.</summary>
internal static class TimeIntake
{
    // What the store keeps without loss: 1900 to 2299.
    private const long EarliestUs = -2_208_988_800_000_000;
    private const long LatestUs = 10_413_791_999_999_999;

    public static ColumnIntake Date(ColumnType type) =>
        new Intake<ushort>(
            type,
            0,
            ((ushort.MaxValue + 1L) * TimeColumns.MicrosPerDay) - 1,
            time => (ushort)(time / TimeColumns.MicrosPerDay)
        );

    public static ColumnIntake Date32(ColumnType type) =>
        new Intake<int>(
            type,
            EarliestUs,
            LatestUs,
            time => (int)TimeColumns.FloorDivide(time, TimeColumns.MicrosPerDay)
        );

    public static ColumnIntake Seconds(ColumnType type) =>
        new Intake<uint>(
            type,
            0,
            ((uint.MaxValue + 1L) * TimeColumns.MicrosPerSecond) - 1,
            time => (uint)(time / TimeColumns.MicrosPerSecond)
        );

    public static ColumnIntake Units(ColumnType type)
    {
        // Nanoseconds fill 64 bits in 2262.
        var latest = type.Precision == 9 ? long.MaxValue / 1_000 : LatestUs;
        return new Intake<long>(
            type,
            EarliestUs,
            latest,
            time => TimeColumns.ToUnits(time, type.Precision)
        );
    }

    private sealed class Intake<T>(
        ColumnType type,
        long earliest,
        long latest,
        Func<long, T> convert
    ) : ColumnIntake(type)
        where T : unmanaged
    {
        public override void Check(WireColumn values, NullSet nulls, IFindings findings)
        {
            var list = ValuesOf(values);
            for (var item = 0; item < list.Count; item++)
            {
                if ((list[item] < earliest || list[item] > latest) && !nulls[item])
                {
                    findings.Reject(
                        item,
                        $"{list[item]} is out of the range of {Type}, {earliest} ({Text(earliest)}) to {latest} ({Text(latest)})"
                    );
                }
            }
        }

        public override Column Build(WireColumn values, Pick pick)
        {
            var from = ValuesOf(values);
            var to = new T[pick.Count];
            for (var index = 0; index < to.Length; index++)
            {
                // A null's value says nothing, and may be out of range.
                to[index] = convert(Math.Clamp(from[pick[index]], earliest, latest));
            }
            return Column.Of<T>(Type.Name, to);
        }

        private static RepeatedField<long> ValuesOf(WireColumn values) =>
            values.TimestampsUs.Values;

        private static string Text(long micros) =>
            DateTime
                .UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
