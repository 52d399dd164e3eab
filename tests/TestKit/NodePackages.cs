using Platform.Launcher.Native;

namespace Platform.TestKit;

/// <summary>What a lock file of npm pins, fetched once into the suite's cache and checked at each use.</summary>
public static class NodePackages
{
    private const string NamedLibrary = "PLATFORM_CHDB_LIBRARY";

    /// <summary>The node_modules of a folder's package-lock.json: name it in NODE_PATH.</summary>
    public static Task<string> InstallAsync(string pinFolder) =>
        new PackageCache(
            "test-packages",
            pinFolder,
            PackageCache.DefaultRoot,
            new NpmFetcher()
        ).EnsureAsync(Console.WriteLine);

    /// <summary>libchdb.so: the one the environment names, else the suite's own.</summary>
    public static async Task<string> ChdbLibraryAsync() =>
        Environment.GetEnvironmentVariable(NamedLibrary) is { Length: > 0 } named
        && File.Exists(named)
            ? named
            : EngineLibraries.Chdb(await PackageCache.Engines.EnsureAsync(Console.WriteLine));
}
