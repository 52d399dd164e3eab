using Microsoft.Extensions.Options;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Measures;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Time and sales as rows of candles: each is the last line GetTimeAndSales gives over its candle. A candle without trades
/// has no row.
/// </summary>
internal sealed class SalesRows(StoredTicks ticks, IOptions<MeasureOptions> options) : IDueRows
{
    private readonly long _lookbackUs = (long)options.Value.Lookback.TotalMicroseconds;

    /// <summary>What the rows hold. It is of ticks, so no indicator of the catalogue.</summary>
    public static IndicatorSpec Spec { get; } =
        new(
            new IndicatorDefinition
            {
                Name = "time_and_sales",
                Title = "The candle's last trade, and its trades' volume and mean price",
                Formula = "The last line of GetTimeAndSales over the candle",
                EdgeCases = "No trade: no row",
                Outputs = ["price", "volume", "side", "cumulative_volume", "vwap"],
                Warmup = _ => 0,
                Lookback = _ => Lookback.Of(0),
                Create = _ => throw new NotSupportedException("time_and_sales is of ticks."),
            },
            new ParameterValues([], [])
        );

    public RowSource Source => RowSource.Ticks;

    public async Task<TableRows> ComputeAsync(DueRange due, CancellationToken cancellation)
    {
        var rows = new TableRows(due.Series);
        var computed = await ComputeAsync(
            due.Series.Symbol,
            due.Candles.Frame,
            due.FromUs,
            due.ThroughUs,
            due.NewestUs,
            cancellation
        );
        rows.Take([computed], due.NewestUs);
        return rows;
    }

    /// <param name="symbol">Whose trades, of all brokers together.</param>
    /// <param name="frame">The candles.</param>
    /// <param name="startUs">From the first candle that opens here or later.</param>
    /// <param name="throughUs">Through the candle that opens here or before.</param>
    /// <param name="touchedUs">
    /// What precedes a trade decides its side, so rows after these may depend on them: those come too, up to the candle
    /// that opens here, or to the first that hides all before it.
    /// </param>
    /// <param name="cancellation">Ends it.</param>
    private async Task<IndicatorRows> ComputeAsync(
        string symbol,
        Frame frame,
        long startUs,
        long throughUs,
        long touchedUs,
        CancellationToken cancellation
    )
    {
        await ticks.WaitAsync(symbol, cancellation);
        var rows = new IndicatorRows(new IndicatorRequest(Spec, ""));
        var endUs = frame.OpenOf(Math.Max(throughUs, touchedUs)) + frame.LengthUs;
        var range = new TickRange(symbol, "", frame.NextOpen(startUs), endUs);
        CandleSales? sales = null;
        await foreach (var batch in ticks.ReadAsync(range, null, cancellation))
        {
            foreach (var spotted in batch)
            {
                var openUs = frame.OpenOf(spotted.Tick.TimeUs);
                if (sales is null || openUs > sales.OpenUs)
                {
                    sales?.AddTo(rows);
                    if (sales is { HidesWhatWasBefore: true } && sales.OpenUs > throughUs)
                    {
                        return rows;
                    }
                    sales =
                        sales?.Next(openUs, openUs - _lookbackUs)
                        ?? new CandleSales(
                            openUs,
                            await SalesTape.BeginAsync(
                                ticks,
                                range with
                                {
                                    StartUs = openUs,
                                },
                                double.PositiveInfinity,
                                cancellation
                            )
                        );
                }
                sales.Take(spotted.Tick);
            }
        }
        sales?.AddTo(rows);
        return rows;
    }
}
