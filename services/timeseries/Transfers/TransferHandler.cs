using Grpc.Core;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Transfers;

/// <summary>The gRPC face of imports and exports.</summary>
internal sealed class TransferHandler(ExportRun exports, ImportRun imports, DrainToken drain)
    : TransferService.TransferServiceBase
{
    public override async Task ExportTable(
        ExportTableRequest request,
        IServerStreamWriter<ExportTableResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await exports.RunAsync(request, responseStream, ending.Token);
    }

    public override async Task ImportTable(
        IAsyncStreamReader<ImportTableRequest> requestStream,
        IServerStreamWriter<ImportTableResponse> responseStream,
        ServerCallContext context
    )
    {
        using var ending = drain.LinkTo(context.CancellationToken);
        await imports.RunAsync(requestStream, responseStream, ending.Token);
    }
}
