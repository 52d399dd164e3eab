using Microsoft.Extensions.Options;
using Platform.Timeseries.Indicators.Computing;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Computes rows of candles that closed before anybody followed and gives them to the writer, oldest first and a stretch
/// at a time: the writer takes no more than it may hold, and what is cut off goes on after the newest stored row.
/// </summary>
internal sealed class SetHistory(
    IndicatorComputer computer,
    TableWriter writer,
    IOptions<IndicatorOptions> options
)
{
    /// <param name="series">Where the rows go.</param>
    /// <param name="candles">What they are computed from.</param>
    /// <param name="fromUs">The first open time.</param>
    /// <param name="throughUs">The last open time.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task AddAsync(
        TableSeries series,
        CandleSeries candles,
        long fromUs,
        long throughUs,
        CancellationToken cancellation
    )
    {
        var stretchUs = options.Value.CorrectedRowsMax * candles.Frame.LengthUs;
        for (; fromUs <= throughUs; fromUs += stretchUs)
        {
            var rows = await computer.ComputeAsync(
                candles,
                series.Requests,
                fromUs,
                Math.Min(throughUs + 1, fromUs + stretchUs),
                isWarmedUp: true,
                cancellation
            );
            await writer.AddAsync(series, rows, cancellation);
        }
    }
}
