using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using static Platform.Gateway.Tests.Kit.Errors;

namespace Platform.Gateway.Tests;

public sealed class ReflectionTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task Lists_the_services_behind_the_gateway_that_have_a_contract()
    {
        var answer = await AskAsync(new ServerReflectionRequest { ListServices = "" });
        var names = answer.ListServicesResponse.Service.Select(service => service.Name).ToList();
        names.ShouldContain("platform.timeseries.v1.TimeseriesService");
        names.ShouldContain("platform.stream.v1.StreamService");
        names.ShouldContain("grpc.health.v1.Health");
        names.ShouldNotContain("not.in.the.Contracts");
    }

    [Fact]
    public async Task Describes_such_a_service_with_all_it_imports()
    {
        var answer = await AskAsync(
            new ServerReflectionRequest
            {
                FileContainingSymbol = "platform.timeseries.v1.TimeseriesService",
            }
        );
        var files = FileDescriptor.BuildFromByteStrings(
            answer.FileDescriptorResponse.FileDescriptorProto
        );
        files
            .SelectMany(file => file.Services)
            .Single(service => service.Name == "TimeseriesService")
            .FindMethodByName("SubscribeTicks")
            .IsServerStreaming.ShouldBeTrue();
    }

    [Fact]
    public async Task Needs_a_key()
    {
        var client = new ServerReflection.ServerReflectionClient(fixture.Edge.Channel());
        using var call = client.ServerReflectionInfo();
        var error = await ErrorOf(call.ResponseStream);
        error.ShouldBe(StatusCode.Unauthenticated, ErrorReason.Unauthenticated);
    }

    private async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        var client = new ServerReflection.ServerReflectionClient(fixture.Edge.Invoker());
        using var call = client.ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        return call.ResponseStream.Current;
    }
}
