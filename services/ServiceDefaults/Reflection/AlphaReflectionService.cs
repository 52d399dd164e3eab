using Grpc.Core;
using Grpc.Reflection.V1;
using AlphaReflection = Grpc.Reflection.V1Alpha.ServerReflection;

namespace Platform.ServiceDefaults;

/// <summary>grpc.reflection.v1alpha: the same answers to tools that know only that name.</summary>
internal sealed class AlphaReflectionService(ServiceCatalogue services, SchemaIndex schema)
    : AlphaReflection.ServerReflectionBase
{
    private readonly ReflectionService _current = new(services, schema);

    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context
    ) => _current.ServerReflectionInfo(requestStream, responseStream, context);
}
