namespace Platform.Stream.Tests.Service;

/// <summary>One process for all tests that don't break it; each uses topics of its own.</summary>
public sealed class StreamServiceFixture : IAsyncLifetime
{
    private StreamProcess? _process;
    private int _topics;

    internal StreamProcess Process => _process!;

    internal string NewName() => $"topic-{Interlocked.Increment(ref _topics)}";

    public async Task InitializeAsync() => _process = await StreamProcess.StartNewAsync();

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
