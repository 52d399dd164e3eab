using System.Reflection;

namespace Platform.Interop.Kit;

/// <summary>Where the build left what the tests start.</summary>
internal static class BuildPaths
{
    public static string Gateway => Get("Gateway");

    public static string Node => Get("Node");

    public static string Protos => Get("Protos");

    private static string Get(string key) =>
        typeof(BuildPaths)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key)
            .Value!;
}
