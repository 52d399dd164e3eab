using Grpc.Core;
using Platform.Schema.Service.Runs;
using Platform.Schema.V1;
using Platform.ServiceDefaults;

namespace Platform.Schema.Service.Calls;

/// <summary>The gRPC face of the schema: each method hands over.</summary>
internal sealed class SchemaHandler(
    DefinitionCalls definitions,
    StatusCalls status,
    RunCalls runs,
    PackVersions versions
) : SchemaService.SchemaServiceBase
{
    private const string StoreHeader = "x-platform-store";

    public override Task<ListDefinitionsResponse> ListDefinitions(
        ListDefinitionsRequest request,
        ServerCallContext context
    )
    {
        CheckStore(context);
        return Task.FromResult(definitions.List(request));
    }

    public override Task<GetDefinitionResponse> GetDefinition(
        GetDefinitionRequest request,
        ServerCallContext context
    )
    {
        CheckStore(context);
        return definitions.GetAsync(request, context.CancellationToken);
    }

    public override Task<GetStatusResponse> GetStatus(
        GetStatusRequest request,
        ServerCallContext context
    )
    {
        CheckStore(context);
        return status.StatusAsync(request, context.CancellationToken);
    }

    public override Task<PlanResponse> Plan(PlanRequest request, ServerCallContext context)
    {
        CheckStore(context);
        return status.PlanAsync(request, context.CancellationToken);
    }

    public override Task<ValidateResponse> Validate(
        ValidateRequest request,
        ServerCallContext context
    )
    {
        CheckStore(context);
        return status.ValidateAsync(request, context.CancellationToken);
    }

    public override Task Apply(
        ApplyRequest request,
        IServerStreamWriter<ApplyResponse> responseStream,
        ServerCallContext context
    )
    {
        CheckStore(context);
        return runs.RunAsync(
            runs.Read(request),
            progress => responseStream.WriteAsync(new ApplyResponse { Progress = progress }),
            context.CancellationToken
        );
    }

    public override Task Rollback(
        RollbackRequest request,
        IServerStreamWriter<RollbackResponse> responseStream,
        ServerCallContext context
    )
    {
        CheckStore(context);
        return runs.RunAsync(
            runs.Read(request),
            progress => responseStream.WriteAsync(new RollbackResponse { Progress = progress }),
            context.CancellationToken
        );
    }

    private void CheckStore(ServerCallContext context)
    {
        if (
            context.RequestHeaders.GetValue(StoreHeader) is { Length: > 0 } wanted
            && wanted != versions.Store
        )
        {
            PlatformErrors.ThrowInvalid((StoreHeader, $"this is {versions.Store}, not '{wanted}'"));
        }
    }
}
