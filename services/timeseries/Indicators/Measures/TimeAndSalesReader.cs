using Microsoft.Extensions.Options;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>
/// GetTimeAndSales. A page's token holds the state between two trades, so that the next page goes on from there without reading
/// what came before.
/// </summary>
internal sealed class TimeAndSalesReader(
    StoredTicks ticks,
    TimeProvider clock,
    IOptions<MeasureOptions> options
)
{
    private const int StandardPage = 1_000;

    public async Task<GetTimeAndSalesResponse> ReadAsync(
        GetTimeAndSalesRequest request,
        CancellationToken cancellation
    )
    {
        var limits = options.Value;
        var block = MeasureChecks.BlockVolumeOf(request.BlockVolume);
        var page = MeasureChecks.PageSizeOf(
            request.PageSize,
            StandardPage,
            limits.PageMax,
            "Measures:PageMax"
        );
        var (startUs, endUs) = MeasureChecks.RangeOf(request.StartTimeUs, request.EndTimeUs, clock);
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        var place = PageToken.Decode<Place>(request.PageToken, query.ToString());
        await ticks.WaitAsync(request.Symbol, cancellation);
        // Without an end the first page decides where it is.
        var range = new TickRange(request.Symbol, request.Broker, startUs, endUs);
        range = place is null ? range : range with { StartUs = place.StartUs, EndUs = place.EndUs };
        var tape = place is null
            ? await SalesTape.BeginAsync(ticks, range, block, cancellation)
            : new SalesTape(block, place.Sales) { Bid = place.Bid, Ask = place.Ask };

        var response = new GetTimeAndSalesResponse
        {
            Sales = new SaleBatch { Symbol = request.Symbol },
        };
        var read = 0L;
        await foreach (var batch in ticks.ReadAsync(range, place?.Spot, cancellation))
        {
            foreach (var tick in batch)
            {
                if (response.Sales.TimeUs.Count == page || read == limits.TicksMax)
                {
                    response.NextPageToken = PageToken.Encode(query.ToString(), place);
                    return response;
                }
                read++;
                tape.Take(tick.Tick, response.Sales);
                if (response.Sales.TimeUs.Count == page || read == limits.TicksMax)
                {
                    place = new Place(
                        range.StartUs,
                        range.EndUs,
                        tick.Spot,
                        tape.State,
                        tape.Bid,
                        tape.Ask
                    );
                }
            }
        }
        return response;
    }

    private sealed record Place(
        long StartUs,
        long EndUs,
        TickSpot Spot,
        SalesState Sales,
        double Bid,
        double Ask
    );
}
