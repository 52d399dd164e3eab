namespace Platform.Launcher.Tests.RealSuite;

/// <summary>Files of real ticks that lie beside the checkout, not in it.</summary>
internal static class RealData
{
    public static string EurUsd => Find("eurusd-20140508-quotes.zip");

    public static string Ibm => Find("ibm-20131009-quotes.zip");

    private static string Find(string name)
    {
        var path = Path.Combine(Repository.Root, "../shared/data/ticks", name);
        File.Exists(path)
            .ShouldBeTrue(
                $"this test needs the real ticks of {Path.GetFullPath(path)}, which is absent"
            );
        return path;
    }
}
