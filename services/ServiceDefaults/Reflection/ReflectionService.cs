using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Grpc.Reflection.V1.ServerReflectionRequest;

namespace Platform.ServiceDefaults;

/// <summary>grpc.reflection.v1 over the services mapped in this process.</summary>
internal sealed class ReflectionService(ServiceCatalogue services, SchemaIndex schema)
    : ServerReflection.ServerReflectionBase
{
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context
    )
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            var request = requestStream.Current;
            var response = Answer(request);
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            await responseStream.WriteAsync(response, context.CancellationToken);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request) =>
        request.MessageRequestCase switch
        {
            MessageRequestOneofCase.ListServices => ListServices(),
            MessageRequestOneofCase.FileByFilename => File(
                schema.ByName(request.FileByFilename),
                request.FileByFilename
            ),
            MessageRequestOneofCase.FileContainingSymbol => File(
                schema.BySymbol(request.FileContainingSymbol),
                request.FileContainingSymbol
            ),
            MessageRequestOneofCase.FileContainingExtension => File(
                schema.ByExtension(
                    request.FileContainingExtension.ContainingType,
                    request.FileContainingExtension.ExtensionNumber
                ),
                $"extension {request.FileContainingExtension.ExtensionNumber} of {request.FileContainingExtension.ContainingType}"
            ),
            MessageRequestOneofCase.AllExtensionNumbersOfType => ExtensionNumbers(
                request.AllExtensionNumbersOfType
            ),
            _ => Error(StatusCode.InvalidArgument, "The request asks for nothing."),
        };

    private ServerReflectionResponse ListServices()
    {
        var list = new ListServiceResponse();
        list.Service.Add(
            services
                .Services.Select(service => service.FullName)
                .Order(StringComparer.Ordinal)
                .Select(name => new ServiceResponse { Name = name })
        );
        return new ServerReflectionResponse { ListServicesResponse = list };
    }

    private static ServerReflectionResponse File(FileDescriptor? file, string asked)
    {
        if (file is null)
        {
            return Error(StatusCode.NotFound, $"{asked} is not known here.");
        }
        var files = new FileDescriptorResponse();
        files.FileDescriptorProto.Add(SchemaIndex.WithImports(file));
        return new ServerReflectionResponse { FileDescriptorResponse = files };
    }

    private ServerReflectionResponse ExtensionNumbers(string type)
    {
        if (schema.ExtensionNumbers(type) is not { } numbers)
        {
            return Error(StatusCode.NotFound, $"{type} is not known here.");
        }
        var response = new ExtensionNumberResponse { BaseTypeName = type };
        response.ExtensionNumber.Add(numbers);
        return new ServerReflectionResponse { AllExtensionNumbersResponse = response };
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new()
        {
            ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message },
        };
}

internal static class ReflectionSetup
{
    public static void AddReflection(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<SchemaIndex>();
}
