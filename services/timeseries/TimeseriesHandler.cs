using Grpc.Core;
using Platform.ServiceDefaults;
using Platform.Timeseries.Analytics;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators;
using Platform.Timeseries.Indicators.Measures;
using Platform.Timeseries.Queries;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.Ticks.Write;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

/// <summary>The gRPC face of the service: each method hands over to its feature.</summary>
internal sealed partial class TimeseriesHandler(
    TickWriter writer,
    TickSubscriber subscriber,
    MemoryReader memory,
    RangeReader ranges,
    CandleReader candles,
    CandleSubscriber candleSubscriber,
    IndicatorCalls indicators,
    TableCalls tables,
    QueryCalls queries,
    AnalyticsCalls analytics,
    MeasureCalls measures,
    DrainToken drain
) : TimeseriesServiceContract
{
    public override async Task WriteTicks(
        IAsyncStreamReader<WriteTicksRequest> requestStream,
        IServerStreamWriter<WriteTicksResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await writer.WriteAsync(requestStream, responseStream, ending.Token);
    }

    public override Task<WriteTickBatchResponse> WriteTickBatch(
        WriteTickBatchRequest request,
        ServerCallContext context
    ) => writer.WriteAsync(request, context.CancellationToken);

    public override async Task SubscribeTicks(
        SubscribeTicksRequest request,
        IServerStreamWriter<EncodedFrame> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await subscriber.RunAsync(request, responseStream, ending.Token);
    }

    public override async Task TickSession(
        IAsyncStreamReader<TickSessionRequest> requestStream,
        IServerStreamWriter<EncodedFrame> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        using var session = new TickSession(subscriber, responseStream);
        await session.RunAsync(requestStream, ending.Token);
    }

    public override Task<GetRecentTicksResponse> GetRecentTicks(
        GetRecentTicksRequest request,
        ServerCallContext context
    ) => memory.RecentAsync(request, context.CancellationToken);

    public override Task<GetLatestTicksResponse> GetLatestTicks(
        GetLatestTicksRequest request,
        ServerCallContext context
    ) => memory.LatestAsync(request, context.CancellationToken);

    public override async Task ReadTicks(
        ReadTicksRequest request,
        IServerStreamWriter<EncodedTicks> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await ranges.ReadAsync(request, responseStream, ending.Token);
    }

    public override Task<GetCandlesResponse> GetCandles(
        GetCandlesRequest request,
        ServerCallContext context
    ) => candles.ReadAsync(request, context.CancellationToken);

    public override async Task SubscribeCandles(
        SubscribeCandlesRequest request,
        IServerStreamWriter<SubscribeCandlesResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await candleSubscriber.RunAsync(request, responseStream, ending.Token);
    }
}
