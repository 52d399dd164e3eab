using Platform.Timeseries.V1;

namespace Platform.Launcher.Replay;

/// <summary>Cuts quotes into batches by nothing but the quotes themselves, so that a repeat cuts them the same.</summary>
internal static class QuoteBatches
{
    private const int RowsMax = 2_048;

    public static IEnumerable<TickBatch> Cut(
        IEnumerable<Quote> quotes,
        string symbol,
        string broker,
        long windowUs
    )
    {
        var batch = Empty(symbol, broker);
        foreach (var quote in quotes)
        {
            var rows = batch.TimeUs.Count;
            if (rows == RowsMax || (rows > 0 && quote.TimeUs - batch.TimeUs[0] >= windowUs))
            {
                yield return batch;
                batch = Empty(symbol, broker);
            }
            Add(batch, quote);
        }
        if (batch.TimeUs.Count > 0)
            yield return batch;
    }

    private static TickBatch Empty(string symbol, string broker)
    {
        var batch = new TickBatch { Symbols = { symbol } };
        if (broker.Length > 0)
            batch.Brokers.Add(broker);
        return batch;
    }

    private static void Add(TickBatch batch, Quote quote)
    {
        batch.TimeUs.Add(quote.TimeUs);
        batch.Bid.Add(quote.Bid);
        batch.Ask.Add(quote.Ask);
        AddOptional(batch.Last, quote.Last, batch.TimeUs.Count);
        AddOptional(batch.Volume, quote.Volume, batch.TimeUs.Count);
    }

    /// <summary>A column is either empty or whole: it is filled up once the first value that isn't zero comes.</summary>
    private static void AddOptional<T>(
        Google.Protobuf.Collections.RepeatedField<T> column,
        T value,
        int rows
    )
        where T : struct, IEquatable<T>
    {
        if (column.Count == 0 && value.Equals(default))
            return;
        while (column.Count < rows - 1)
            column.Add(default(T));
        column.Add(value);
    }
}
