using Platform.Timeseries.V1;

namespace Platform.Launcher.Practice;

internal static class TickBatches
{
    private const string Broker = "practice";
    private const string AccountType = "demo";

    /// <summary>One batch of some ticks, naming only the symbols that occur.</summary>
    public static TickBatch From(
        IReadOnlyList<Instrument> instruments,
        IEnumerable<PracticeTick> ticks
    )
    {
        var batch = new TickBatch { Brokers = { Broker }, AccountTypes = { AccountType } };
        var places = new Dictionary<int, uint>();
        foreach (var tick in ticks)
        {
            if (!places.TryGetValue(tick.Instrument, out var place))
            {
                places[tick.Instrument] = place = (uint)batch.Symbols.Count;
                batch.Symbols.Add(instruments[tick.Instrument].Symbol);
            }
            batch.SymbolIndex.Add(place);
            batch.TimeUs.Add(tick.TimeUs);
            batch.Bid.Add(tick.Bid);
            batch.Ask.Add(tick.Ask);
            batch.Last.Add(tick.Last);
            batch.Volume.Add(tick.Volume);
            batch.PrimarySession.Add(tick.PrimarySession);
        }
        return batch;
    }
}
