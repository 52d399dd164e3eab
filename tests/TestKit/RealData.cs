using Platform.Launcher;
using Xunit;

namespace Platform.TestKit;

/// <summary>Real market data beside the checkout, in ../shared/data. It is not part of the project and may be absent.</summary>
public static class RealData
{
    public static string PathOf(string file) =>
        Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data", file));
}

/// <summary>A test on real data: without it, it is reported as skipped, naming the file, never as passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(params string[] files)
    {
        var absent = files.Where(file => !File.Exists(RealData.PathOf(file))).ToList();
        if (absent.Count > 0)
        {
            Skip =
                $"NOT RUN, real data is absent: {string.Join(", ", absent.Select(RealData.PathOf))}";
        }
    }
}
