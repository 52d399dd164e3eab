using Platform.Common.V1;
using Platform.Launcher.Books;

namespace Platform.Timeseries.Tests.Analytics;

/// <summary>Rows of market_depth for InsertRows, column by column.</summary>
internal static class DepthRows
{
    private const int BatchRows = 8_192;

    public static IEnumerable<RowBatch> Batches(IEnumerable<BookChange> changes, string broker) =>
        changes.Chunk(BatchRows).Select(rows => Batch(rows, broker));

    private static RowBatch Batch(BookChange[] rows, string broker) =>
        new()
        {
            RowCount = (uint)rows.Length,
            Columns =
            {
                new Column
                {
                    Name = "timestamp",
                    TimestampsUs = new Timestamps
                    {
                        Values = { rows.Select(row => row.TimeMs * 1_000) },
                    },
                },
                Same("symbol", rows[0].Symbol, rows.Length),
                Same("broker", broker, rows.Length),
                new Column
                {
                    Name = "level",
                    Uints = new Uints { Values = { rows.Select(row => (ulong)row.Level) } },
                },
                Doubles("bid_price", rows.Select(row => row.State.BidPrice)),
                Doubles("bid_volume", rows.Select(row => row.State.BidVolume)),
                Doubles("ask_price", rows.Select(row => row.State.AskPrice)),
                Doubles("ask_volume", rows.Select(row => row.State.AskVolume)),
            },
        };

    private static Column Same(string name, string value, int count) =>
        new()
        {
            Name = name,
            Strings = new Strings
            {
                Dictionary = { value },
                Indexes = { Enumerable.Repeat(0u, count) },
            },
        };

    private static Column Doubles(string name, IEnumerable<double> values) =>
        new()
        {
            Name = name,
            Doubles = new Doubles { Values = { values } },
        };
}
