using Grpc.Core;
using Platform.Common.V1;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using Platform.ServiceDefaults;
using static Platform.Gateway.Tests.Kit.Errors;
using Ports = Platform.TestKit.Ports;

namespace Platform.Gateway.Tests;

public sealed class RouteTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private readonly Edge _edge = fixture.Edge;

    [Fact]
    public async Task A_service_nobody_routes_is_unimplemented()
    {
        var error = await ErrorOf(Unknown.CallAsync(_edge.Invoker(), "no.such.Service", "Method"));
        error.ShouldBe(StatusCode.Unimplemented, ErrorReason.NotImplemented);
        error.ReasonMetadata("service").ShouldBe("no.such.Service");
    }

    [Fact]
    public async Task A_method_the_service_lacks_is_unimplemented()
    {
        var service = WireService.Descriptor.FullName;
        var error = await ErrorOf(Unknown.CallAsync(_edge.Invoker(), service, "NoSuchMethod"));
        error.ShouldBe(StatusCode.Unimplemented, ErrorReason.NotImplemented);
    }

    [Fact]
    public async Task A_service_that_is_down_is_unavailable_at_once_and_back_when_it_is_back()
    {
        using var workspace = new Workspace();
        var address = $"http://127.0.0.1:{Ports.Free()}";
        await using var edge = await Edge.StartAsync(
            workspace,
            [address],
            "Gateway:Upstream:ConnectTimeout=00:01:00"
        );
        var client = edge.Client();

        // Not at the end of the connect timeout.
        var error = await ErrorOf(client.EchoAsync(new EchoRequest()))
            .WaitAsync(TimeSpan.FromSeconds(50));
        error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
        error.ReasonMetadata("service").ShouldBe("Wire");

        for (var round = 0; round < 2; round++)
        {
            await using (await Backend.StartAsync(workspace, address))
            {
                await client.EchoAsync(new EchoRequest());
            }
            error = await ErrorOf(client.EchoAsync(new EchoRequest()));
            error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
        }
    }

    [Fact]
    public async Task A_service_that_never_accepts_is_unavailable_after_the_connect_timeout()
    {
        using var workspace = new Workspace();
        // Of the documentation range: nobody answers there, or the network says at once that it can't.
        await using var edge = await Edge.StartAsync(
            workspace,
            ["http://192.0.2.1:7010"],
            "Gateway:Upstream:ConnectTimeout=00:00:00.3"
        );
        // The system itself would try for two minutes.
        var error = await ErrorOf(edge.Client().EchoAsync(new EchoRequest()))
            .WaitAsync(TimeSpan.FromSeconds(60));
        error.ShouldBe(StatusCode.Unavailable, ErrorReason.StoreUnavailable);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("another")]
    public async Task A_service_that_every_store_has_wants_the_store_named(string? store)
    {
        using var workspace = new Workspace();
        await using var backend = await Backend.StartAsync(workspace);
        await using var edge = await StoresAsync(workspace, backend);

        var error = await ErrorOf(
            Unknown.CallAsync(edge.Invoker(), "of.every.Store", "Do", Naming(store))
        );

        error.ShouldBe(StatusCode.InvalidArgument, ErrorReason.InvalidArgument);
        error.ReasonMetadata("allowed").ShouldBe("clickhouse");
    }

    [Fact]
    public async Task A_service_that_every_store_has_is_found_by_the_store()
    {
        using var workspace = new Workspace();
        await using var backend = await Backend.StartAsync(workspace);
        await using var edge = await StoresAsync(workspace, backend);

        var error = await ErrorOf(
            Unknown.CallAsync(edge.Invoker(), "of.every.Store", "Do", Naming("clickhouse"))
        );

        // The backend's word: it was reached, and has no such service.
        error.ShouldBe(StatusCode.Unimplemented, ErrorReason.NotImplemented);
    }

    private static CallOptions Naming(string? store) =>
        new(store is null ? [] : new Metadata { { "x-platform-store", store } });

    private static Task<Edge> StoresAsync(Workspace workspace, Backend backend) =>
        Edge.StartAsync(
            workspace,
            [backend.Address],
            "Gateway:StoreServices:0=of.every.Store",
            "Gateway:Stores:clickhouse=Wire"
        );

    [Fact]
    public async Task Calls_are_shared_out_to_all_instances_of_a_service()
    {
        using var workspace = new Workspace();
        await using var one = await Backend.StartAsync(workspace);
        await using var two = await Backend.StartAsync(workspace);
        await using var edge = await Edge.StartAsync(workspace, [one.Address, two.Address]);
        var client = edge.Client();
        var seen = new HashSet<string>();
        for (var i = 0; i < 4; i++)
        {
            seen.Add((await client.InspectAsync(new InspectRequest())).Instance);
        }
        seen.Count.ShouldBe(2);
    }
}
