namespace Platform.Stream.Tests;

internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("stream-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
