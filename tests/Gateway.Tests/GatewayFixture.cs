using Platform.Gateway.Tests.Kit;

namespace Platform.Gateway.Tests;

/// <summary>One gateway and one backend for the tests that leave them as they are.</summary>
public sealed class GatewayFixture : IAsyncLifetime
{
    internal Workspace Workspace { get; } = new();

    internal Backend Backend { get; private set; } = null!;

    internal Edge Edge { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // A caller's deadline is then the one that counts.
        Backend = await Backend.StartAsync(Workspace, settings: "--Grpc:UnaryDeadlineMax=01:00:00");
        Edge = await Edge.StartAsync(
            Workspace,
            [Backend.Address],
            "Gateway:Services:platform.timeseries.v1.TimeseriesService=Wire",
            "Gateway:Services:platform.stream.v1.StreamService=Wire",
            "Gateway:Services:not.in.the.Contracts=Wire"
        );
    }

    public async Task DisposeAsync()
    {
        await Edge.DisposeAsync();
        await Backend.DisposeAsync();
        Workspace.Dispose();
    }
}
