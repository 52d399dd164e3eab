namespace Platform.Launcher.Native;

/// <summary>Where the parts of the fetched engines lie, and the variables that tell a test or a benchmark.</summary>
internal static class EngineLibraries
{
    public static string Chdb(string enginesFolder) =>
        Path.Combine(enginesFolder, "@chdb/lib-linux-x64-gnu/libchdb.so");

    public static IReadOnlyDictionary<string, string> Variables(string enginesFolder) =>
        new Dictionary<string, string>
        {
            ["PLATFORM_ENGINES"] = enginesFolder,
            ["PLATFORM_CHDB_LIBRARY"] = Chdb(enginesFolder),
        };
}
