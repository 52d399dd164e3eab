using Grpc.Core;
using Platform.Launcher.Client;
using Platform.Schema.V1;

namespace Platform.Launcher.Schema;

/// <summary>The schema service of one store, through the gateway.</summary>
internal sealed class SchemaClient(SuiteConnection suite, string store)
{
    public string Store => store;

    public SchemaService.SchemaServiceClient Calls => suite.Schemas;

    public Metadata Headers => [.. suite.Headers, new Metadata.Entry("x-platform-store", store)];

    /// <summary>Null: the store has no service that could tell.</summary>
    public async Task<GetStatusResponse?> StatusAsync(string pack, CancellationToken cancellation)
    {
        try
        {
            return await Calls.GetStatusAsync(
                new GetStatusRequest { Pack = pack },
                Headers,
                cancellationToken: cancellation
            );
        }
        catch (RpcException none) when (HasNoService(none))
        {
            return null;
        }
        catch (RpcException problem)
        {
            throw Failure("its status", problem);
        }
    }

    public LaunchFailure Failure(string what, RpcException problem) =>
        HasNoService(problem)
            ? new LaunchFailure($"{store} has no service yet")
            : CallFailure.Final($"{store}: {what}", problem);

    /// <summary>The gateway refuses a store it has no way to.</summary>
    private static bool HasNoService(RpcException problem) =>
        problem.StatusCode == StatusCode.Unimplemented
        || problem is { StatusCode: StatusCode.InvalidArgument }
            && problem.Status.Detail.Contains("x-platform-store", StringComparison.Ordinal);
}
