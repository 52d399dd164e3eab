using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Indicators.Measures;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Sessions that have ended, as rows of the candle their last moment falls into: the figures GetSessions gives. A session
/// without ticks has no row.
/// </summary>
internal sealed class SessionRows(
    CandleHistory history,
    SessionCalendar calendar,
    SessionSums sums,
    StoredTicks ticks
) : IDueRows
{
    /// <summary>What the rows hold beside which session it is. It is of ticks, so no indicator of the catalogue.</summary>
    public static IndicatorSpec Spec { get; } =
        new(
            new IndicatorDefinition
            {
                Name = "session",
                Title = "Volume, range and volatility of a session that has ended",
                Formula = "As GetSessions",
                EdgeCases = "No tick: no row",
                Outputs = ["volume", "range", "volatility"],
                Warmup = _ => 0,
                Lookback = _ => Lookback.Of(0),
                Create = _ => throw new NotSupportedException("session is of ticks."),
            },
            new ParameterValues([], [])
        );

    public RowSource Source => RowSource.Sessions;

    public async Task<TableRows> ComputeAsync(DueRange due, CancellationToken cancellation)
    {
        var symbol = due.Series.Symbol;
        var frame = due.Candles.Frame;
        await ticks.WaitAsync(symbol, cancellation);
        // What ended by the close of the candle before was computed then; what ended since, without a candle, is due now.
        var before = await history.NewestBeforeAsync(due.Candles, due.FromUs, 1, cancellation);
        long? doneUs = before.Count > 0 ? before[0].OpenTimeUs + frame.LengthUs : null;
        var endUs = frame.OpenOf(due.ThroughUs) + frame.LengthUs;
        var sessions = await calendar.OverlappingAsync(
            symbol,
            doneUs ?? due.FromUs,
            endUs,
            cancellation
        );
        var endedUs = frame.OpenOf(due.ClosedUs) + frame.LengthUs;
        sessions.RemoveAll(one => one.CloseUs > endedUs || one.CloseUs <= due.BeginUs);
        var rows = new TableRows(due.Series);
        if (sessions.Count == 0)
        {
            return rows;
        }
        var candles = new KnownCandles(
            frame,
            doneUs ?? long.MinValue,
            endUs,
            await history.OpensAsync(due.Candles, due.FromUs, due.ThroughUs + 1, cancellation)
        );
        foreach (var session in sessions.Where(candles.MayHaveTicks))
        {
            var totals = new SessionTotals();
            var range = new TickRange(symbol, "", session.OpenUs, session.CloseUs);
            await sums.AddAsync(range, due.Candles.Side, totals, cancellation);
            if (totals.Ticks > 0)
            {
                rows.Add(
                    new RowKey(frame.OpenOf(session.CloseUs - 1), session),
                    [totals.Volume, totals.Range, totals.Volatility],
                    due.NewestUs
                );
            }
        }
        return rows;
    }
}
