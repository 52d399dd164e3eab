using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Platform.ServiceDefaults.Tests.Kit;
using AlphaReflection = Grpc.Reflection.V1Alpha.ServerReflection;

namespace Platform.ServiceDefaults.Tests;

public sealed class ReflectionTests : IAsyncLifetime
{
    private ProbeHost _host = null!;
    private AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> _call =
        null!;

    public async Task InitializeAsync()
    {
        _host = await ProbeHost.StartAsync();
        var client = new ServerReflection.ServerReflectionClient(_host.Invoker("tester"));
        _call = client.ServerReflectionInfo();
    }

    public async Task DisposeAsync()
    {
        _call.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_services_are_listed()
    {
        var answer = await AskAsync(new() { ListServices = "*", Host = "here" });
        answer.ValidHost.ShouldBe("here");
        answer.OriginalRequest.ListServices.ShouldBe("*");
        answer
            .ListServicesResponse.Service.Select(service => service.Name)
            .ShouldBe([
                "grpc.health.v1.Health",
                "grpc.reflection.v1.ServerReflection",
                "grpc.reflection.v1alpha.ServerReflection",
                "platform.testing.probe.Probe",
            ]);
    }

    [Fact]
    public async Task The_older_name_of_the_protocol_is_answered_the_same()
    {
        var request = new ServerReflectionRequest
        {
            FileContainingSymbol = "platform.testing.probe.Probe",
        };
        var client = new AlphaReflection.ServerReflectionClient(_host.Invoker("tester"));
        using var call = client.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();

        call.ResponseStream.Current.ShouldBe(await AskAsync(request));
    }

    [Theory]
    [InlineData("platform.testing.probe.Probe")]
    [InlineData("platform.testing.probe.Probe.Echo")]
    [InlineData("platform.testing.probe.Payload")]
    [InlineData("platform.testing.probe.Payload.compress")]
    public async Task A_symbol_brings_its_file_with_everything_it_imports(string symbol)
    {
        var files = await FilesAsync(new() { FileContainingSymbol = symbol });
        files
            .Select(file => file.Name)
            .ShouldBe(
                [
                    "google/protobuf/descriptor.proto",
                    "platform/common/v1/errors.proto",
                    "platform/common/v1/options.proto",
                    "probe.proto",
                ],
                ignoreOrder: true
            );
        // Complete and in order: a client can build them as they come.
        FileDescriptor
            .BuildFromByteStrings(files.Select(Google.Protobuf.MessageExtensions.ToByteString))[^1]
            .Services.Single()
            .FullName.ShouldBe("platform.testing.probe.Probe");
    }

    [Theory]
    [InlineData("platform.common.v1.ErrorReason")]
    [InlineData("platform.common.v1.ERROR_REASON_INTERNAL")]
    [InlineData("platform.common.v1.error")]
    public async Task Symbols_of_imported_files_are_found_too(string symbol) =>
        (await FilesAsync(new() { FileContainingSymbol = symbol }))[^1]
            .Name.ShouldBe("platform/common/v1/errors.proto");

    [Fact]
    public async Task A_file_is_found_by_name() =>
        (await FilesAsync(new() { FileByFilename = "grpc/health/v1/health.proto" }))
            .Single()
            .Package.ShouldBe("grpc.health.v1");

    [Fact]
    public async Task Extensions_are_found()
    {
        var numbers = await AskAsync(
            new() { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" }
        );
        numbers.AllExtensionNumbersResponse.ExtensionNumber.ShouldContain(50701);
        var extension = new ExtensionRequest
        {
            ContainingType = "google.protobuf.MethodOptions",
            ExtensionNumber = 50701,
        };
        (await FilesAsync(new() { FileContainingExtension = extension }))[^1]
            .Name.ShouldBe("platform/common/v1/options.proto");
    }

    [Fact]
    public async Task What_is_not_known_is_not_found_and_the_stream_goes_on()
    {
        ServerReflectionRequest[] requests =
        [
            new() { FileContainingSymbol = "no.such.Thing" },
            new() { FileByFilename = "no/such.proto" },
            new() { AllExtensionNumbersOfType = "no.such.Type" },
        ];
        foreach (var request in requests)
        {
            var answer = await AskAsync(request);
            answer.ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.NotFound);
            answer.ErrorResponse.ErrorMessage.ShouldContain("no");
        }
        var empty = await AskAsync(new());
        empty.ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.InvalidArgument);
    }

    private async Task<List<FileDescriptorProto>> FilesAsync(ServerReflectionRequest request)
    {
        var answer = await AskAsync(request);
        answer.ErrorResponse.ShouldBeNull();
        return
        [
            .. answer.FileDescriptorResponse.FileDescriptorProto.Select(
                FileDescriptorProto.Parser.ParseFrom
            ),
        ];
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        await _call.RequestStream.WriteAsync(request);
        (await _call.ResponseStream.MoveNext()).ShouldBeTrue();
        return _call.ResponseStream.Current;
    }
}
