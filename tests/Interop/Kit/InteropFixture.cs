using System.Diagnostics.CodeAnalysis;
using Platform.Interop.Server;

namespace Platform.Interop.Kit;

/// <summary>One test service, one gateway in front of it, for all tests.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "IAsyncLifetime is how a fixture is disposed of."
)]
public sealed class InteropFixture : IAsyncLifetime
{
    private readonly Secrets _secrets = new();
    private InteropServer _server = null!;
    private GatewayProcess _gateway = null!;

    internal Target this[Way way] =>
        way switch
        {
            Way.Direct => new(_server.Address, "authorization", _server.Authorization),
            Way.Gateway => new(_gateway.Address, "x-api-key", _secrets.ApiKey),
            _ => throw new ArgumentOutOfRangeException(nameof(way)),
        };

    public async Task InitializeAsync()
    {
        _server = await InteropServer.StartAsync(_secrets);
        _gateway = await GatewayProcess.StartAsync(_secrets, _server.Address);
    }

    public async Task DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
        await _server.DisposeAsync();
        _secrets.Dispose();
    }
}

[CollectionDefinition(Name)]
public class InteropCollection : ICollectionFixture<InteropFixture>
{
    public const string Name = "interop";
}
