using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Queries;

/// <summary>Read-only SQL.</summary>
internal sealed class QueryCalls
{
    private readonly string _answer = "This call is not served yet.";

    public Task RunAsync(
        QueryRequest request,
        IServerStreamWriter<QueryResponse> responses,
        CancellationToken cancellation
    ) => throw Missing();

    private RpcException Missing() => PlatformErrors.Create(ErrorReason.NotImplemented, _answer);
}
