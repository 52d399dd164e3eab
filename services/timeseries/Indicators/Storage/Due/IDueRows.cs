using Platform.Timeseries.Indicators.Computing;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Computes rows of one source's tables from what is stored.</summary>
internal interface IDueRows
{
    RowSource Source { get; }

    /// <returns>The rows of what is due, and those later ones that it decides too.</returns>
    Task<TableRows> ComputeAsync(DueRange due, CancellationToken cancellation);
}

/// <summary>Candles whose rows are to be computed; all of them have closed.</summary>
/// <param name="Series">Whose rows.</param>
/// <param name="Candles">The candles they are of.</param>
/// <param name="FromUs">From the first candle that opens here or later.</param>
/// <param name="ThroughUs">Through the candle that opens here or before.</param>
/// <param name="NewestUs">The newest row there is; long.MinValue: none.</param>
/// <param name="ClosedUs">The candle that opens here or before has closed, and all before it.</param>
/// <param name="BeginUs">Without a row: what is of before here stays unstored; else long.MinValue.</param>
internal sealed record DueRange(
    TableSeries Series,
    CandleSeries Candles,
    long FromUs,
    long ThroughUs,
    long NewestUs,
    long ClosedUs,
    long BeginUs
);
