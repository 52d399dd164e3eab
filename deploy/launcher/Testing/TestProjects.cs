using System.Text.RegularExpressions;

namespace Platform.Launcher.Testing;

/// <summary>One test project of the solution.</summary>
internal sealed record TestProject(string Name, string Path)
{
    public string Assembly => Repository.AssemblyOf(Path);
}

internal static partial class TestProjects
{
    private const string Mark = "Microsoft.NET.Test.Sdk";

    /// <summary>Every project of the solution that references the test SDK, in the solution's order.</summary>
    public static IReadOnlyList<TestProject> Of(string solution)
    {
        var folder = Path.GetDirectoryName(solution)!;
        return
        [
            .. ProjectPath()
                .Matches(File.ReadAllText(solution))
                .Select(match => match.Groups[1].Value.Replace('\\', '/'))
                .Where(path => File.ReadAllText(Path.Combine(folder, path)).Contains(Mark))
                .Select(path => new TestProject(Path.GetFileNameWithoutExtension(path), path)),
        ];
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
