using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>The ticks of one session, in order of event time, through one sum.</summary>
internal sealed class SessionSums(StoredTicks ticks)
{
    /// <returns>How many ticks were read.</returns>
    public async Task<ulong> AddAsync(
        TickRange range,
        PriceSide side,
        SessionTotals totals,
        CancellationToken cancellation
    )
    {
        var read = 0UL;
        await foreach (var batch in ticks.ReadAsync(range, null, cancellation))
        {
            read += (ulong)batch.Count;
            foreach (var tick in batch)
            {
                var price = Price.Of(tick.Tick, side);
                if (price > 0)
                {
                    totals.Add(price, tick.Tick.Volume, tick.Tick.Ask - tick.Tick.Bid);
                }
            }
        }
        return read;
    }
}
