using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries;

internal sealed partial class TimeseriesHandler
{
    public override Task<ListIndicatorsResponse> ListIndicators(
        ListIndicatorsRequest request,
        ServerCallContext context
    ) => indicators.ListAsync(request, context.CancellationToken);

    public override Task<GetIndicatorsResponse> GetIndicators(
        GetIndicatorsRequest request,
        ServerCallContext context
    ) => indicators.GetAsync(request, context.CancellationToken);

    public override Task<ComputeIndicatorsResponse> ComputeIndicators(
        ComputeIndicatorsRequest request,
        ServerCallContext context
    ) => indicators.ComputeAsync(request, context.CancellationToken);

    public override async Task SubscribeIndicators(
        SubscribeIndicatorsRequest request,
        IServerStreamWriter<SubscribeIndicatorsResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await indicators.SubscribeAsync(request, responseStream, ending.Token);
    }
}
