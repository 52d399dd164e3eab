using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Live;
using Platform.Timeseries.Indicators.Storage;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators;

/// <summary>The calls about indicators.</summary>
internal sealed class IndicatorCalls(
    IndicatorComputer computer,
    IndicatorSubscriber subscriber,
    StoredIndicators stored,
    TickHub hub,
    TickPump pump,
    IOptions<IndicatorOptions> options,
    TimeProvider clock
)
{
    private const int StandardPage = 100;
    private const string List = "indicators";

    public Task<ListIndicatorsResponse> ListAsync(
        ListIndicatorsRequest request,
        CancellationToken cancellation
    )
    {
        var after = PageToken.Decode<int?>(request.PageToken, List) ?? 0;
        var asked = request.PageSize == 0 ? StandardPage : request.PageSize;
        var size = (int)Math.Min(asked, options.Value.PageMax);
        var response = new ListIndicatorsResponse();
        response.Indicators.AddRange(
            IndicatorCatalogue.All.Skip(after).Take(size).Select(IndicatorMessages.InfoOf)
        );
        if (after + size < IndicatorCatalogue.All.Count)
        {
            response.NextPageToken = PageToken.Encode<int?>(List, after + size);
        }
        return Task.FromResult(response);
    }

    public async Task<GetIndicatorsResponse> GetAsync(
        GetIndicatorsRequest request,
        CancellationToken cancellation
    ) => await stored.ReadAsync(request, cancellation);

    public async Task<ComputeIndicatorsResponse> ComputeAsync(
        ComputeIndicatorsRequest request,
        CancellationToken cancellation
    )
    {
        var frame = Frame.Of(request.Timeframe);
        var indicators = RequestChecks.Resolve(request.Indicators, options.Value.IndicatorsMax);
        TimeRange.Check(request.StartTimeUs, request.EndTimeUs);
        await pump.ReadyToReadAsync(cancellation);
        foreach (
            var symbol in indicators
                .Where(one => one.IsPair)
                .Select(one => one.OtherSymbol)
                .Prepend(request.Symbol)
        )
        {
            if (!hub.Knows(symbol))
            {
                MemoryReader.ThrowUnknown(symbol);
            }
        }
        var series = new CandleSeries(
            request.Symbol,
            request.Timeframe,
            request.Side,
            request.Broker
        );
        // The candle that is open now is no candle yet.
        var closedUs = frame.OpenOf(MicroTime.Now(clock));
        var rows = await computer.ComputeAsync(
            series,
            indicators,
            request.StartTimeUs,
            request.EndTimeUs == 0 ? closedUs : Math.Min(closedUs, request.EndTimeUs),
            request.WarmUpBefore,
            cancellation
        );
        var response = new ComputeIndicatorsResponse();
        response.Indicators.AddRange(
            rows.Select(one => IndicatorMessages.BatchOf(request.Symbol, request.Timeframe, one))
        );
        return response;
    }

    public Task SubscribeAsync(
        SubscribeIndicatorsRequest request,
        IServerStreamWriter<SubscribeIndicatorsResponse> responses,
        CancellationToken cancellation
    ) => subscriber.RunAsync(request, responses, cancellation);
}
