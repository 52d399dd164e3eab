using Platform.Launcher.State;

namespace Platform.Launcher.Backups;

/// <summary>
/// Stands in a data directory while a backup is restored into it, so that what a killed restore left is
/// never taken for a store.
/// </summary>
internal static class RestoreMark
{
    public static void Set(SuiteLayout layout, string backup) =>
        File.WriteAllText(PathIn(layout), backup + "\n");

    public static void Clear(SuiteLayout layout) => File.Delete(PathIn(layout));

    public static void Refuse(SuiteLayout layout)
    {
        if (File.Exists(PathIn(layout)))
            throw new LaunchFailure(
                $"restoring backup '{File.ReadAllText(PathIn(layout)).Trim()}' into {layout.Data} was not finished: delete the directory and restore again"
            );
    }

    private static string PathIn(SuiteLayout layout) => Path.Combine(layout.Data, "restoring");
}
