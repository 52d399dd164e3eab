using Platform.Timeseries.Indicators.Computing;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>Indicators that compare two symbols, as rows of the candles both have.</summary>
internal sealed class PairRows(IndicatorComputer computer, SetRepair repair) : IDueRows
{
    public RowSource Source => RowSource.Candles;

    public async Task<TableRows> ComputeAsync(DueRange due, CancellationToken cancellation)
    {
        var rows = new TableRows(due.Series);
        rows.Take(
            await computer.ComputeAsync(
                due.Candles,
                due.Series.Requests,
                due.FromUs,
                await TouchedAsync(due, cancellation) + 1,
                isWarmedUp: true,
                cancellation
            ),
            due.NewestUs
        );
        return rows;
    }

    /// <summary>The last row a candle decides: as many stored rows later as the indicators look back.</summary>
    private async Task<long> TouchedAsync(DueRange due, CancellationToken cancellation)
    {
        if (due.ThroughUs >= due.NewestUs)
        {
            return due.ThroughUs;
        }
        var lookback = due.Series.Table.Specs.Max(spec => spec.Lookback.Candles);
        var endUs = await repair.EndAsync(due.Series, due.ThroughUs, lookback + 1, cancellation);
        return Math.Min(due.NewestUs, Math.Max(due.ThroughUs, endUs));
    }
}
