namespace Platform.Benchmarks.Harness;

internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Launcher =>
        Path.Combine(Root, "deploy/launcher/bin/Release/net10.0/Platform.Launcher.dll");

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (
            directory is not null && !File.Exists(Path.Combine(directory.FullName, "Platform.sln"))
        )
        {
            directory = directory.Parent;
        }
        return directory?.FullName
            ?? throw new InvalidOperationException(
                "no Platform.sln above the benchmarks: run them from a checkout"
            );
    }
}
