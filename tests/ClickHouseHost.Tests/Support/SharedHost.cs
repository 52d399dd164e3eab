namespace Platform.ClickHouseHost.Tests.Support;

/// <summary>One host for all tests that do nothing to it beyond their own tables.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private static int tables;

    internal HostProcess Host { get; private set; } = null!;

    internal Client Client => Host.Client;

    /// <summary>A table name no other test uses.</summary>
    public static string NewTable() => $"t{Interlocked.Increment(ref tables)}";

    public async Task InitializeAsync() =>
        Host = await HostProcess.StartAsync("--Host:Connections=4");

    public async Task DisposeAsync() => await Host.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class SharedHostCollection : ICollectionFixture<SharedHost>
{
    public const string Name = "shared host";
}
