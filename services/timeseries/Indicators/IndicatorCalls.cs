using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators;

/// <summary>The calls about indicators.</summary>
internal sealed class IndicatorCalls
{
    private readonly string _answer = "This call is not served yet.";

    public Task<ListIndicatorsResponse> ListAsync(
        ListIndicatorsRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task<GetIndicatorsResponse> GetAsync(
        GetIndicatorsRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task<ComputeIndicatorsResponse> ComputeAsync(
        ComputeIndicatorsRequest request,
        CancellationToken cancellation
    ) => throw Missing();

    public Task SubscribeAsync(
        SubscribeIndicatorsRequest request,
        IServerStreamWriter<SubscribeIndicatorsResponse> responses,
        CancellationToken cancellation
    ) => throw Missing();

    private RpcException Missing() => PlatformErrors.Create(ErrorReason.NotImplemented, _answer);
}
