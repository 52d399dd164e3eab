using Platform.Timeseries.V1;

namespace Platform.Launcher.Tape;

/// <summary>One row of a columnar batch; columns that are left out stand for their default.</summary>
internal readonly record struct TickRow(
    string Symbol,
    DateTimeOffset Time,
    double Bid,
    double Ask,
    double Last,
    ulong Volume
);

internal static class TickRows
{
    public static IEnumerable<TickRow> Of(TickBatch batch)
    {
        for (var row = 0; row < batch.TimeUs.Count; row++)
        {
            yield return new TickRow(
                batch.Symbols[batch.SymbolIndex.Count == 0 ? 0 : (int)batch.SymbolIndex[row]],
                DateTimeOffset.UnixEpoch.AddMicroseconds(batch.TimeUs[row]),
                batch.Bid[row],
                batch.Ask[row],
                batch.Last.Count == 0 ? 0 : batch.Last[row],
                batch.Volume.Count == 0 ? 0 : batch.Volume[row]
            );
        }
    }
}
