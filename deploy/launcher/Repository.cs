using System.Reflection;

namespace Platform.Launcher;

/// <summary>Where the checkout lies, and which build of it this launcher belongs to.</summary>
internal static class Repository
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    public static string Root => LazyRoot.Value;

    /// <summary>Release or Debug: services are started from the same build as the launcher.</summary>
    public static string Configuration { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()
            ?.Configuration
        ?? "Release";

    public static string AssemblyOf(string projectPath)
    {
        var project = Path.Combine(Root, projectPath);
        return Path.Combine(
            Path.GetDirectoryName(project)!,
            "bin",
            Configuration,
            "net10.0",
            Path.GetFileNameWithoutExtension(project) + ".dll"
        );
    }

    private static string FindRoot()
    {
        for (
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            directory is not null;
            directory = directory.Parent
        )
        {
            if (File.Exists(Path.Combine(directory.FullName, "Platform.sln")))
                return directory.FullName;
        }
        throw new LaunchFailure(
            $"no Platform.sln in any folder above {AppContext.BaseDirectory}: run ./platform from a checkout"
        );
    }
}
