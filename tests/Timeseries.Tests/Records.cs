using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Tests;

/// <summary>Records as the log would hold them.</summary>
internal static class Records
{
    private static readonly TextTable Texts = new();

    public static TickRecord Of(
        string symbol,
        uint partition,
        ulong offset,
        int rows = 1,
        string broker = ""
    )
    {
        var builder = new TickRows();
        for (var row = 0; row < rows; row++)
        {
            builder.Add(
                new Tick(
                    TimeUs: (long)((offset * 1000) + (ulong)row),
                    Bid: 1 + (row / 100.0),
                    Ask: 1.5 + (row / 100.0),
                    Last: 0,
                    Volume: 0,
                    Spread: 0.5f,
                    PrimarySession: false,
                    Flags: 0
                ),
                symbol,
                broker,
                ""
            );
        }
        lock (Texts)
        {
            return new TickRecord(partition, offset, (long)offset, builder.Encode(), Texts);
        }
    }
}
