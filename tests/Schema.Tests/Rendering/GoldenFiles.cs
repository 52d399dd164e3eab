using Platform.TestKit;

namespace Platform.Schema.Tests.Rendering;

/// <summary>
/// What the renderers made when someone last looked: tests/Schema.Tests/Golden. PLATFORM_UPDATE_GOLDEN=1
/// writes it anew; the difference is then read in review.
/// </summary>
internal static class GoldenFiles
{
    private const string Update = "PLATFORM_UPDATE_GOLDEN";
    private static readonly string Root = Path.Combine(Checkout.Root, "tests/Schema.Tests/Golden");

    /// <summary>Holds files, by their names, against a folder; none may be missing or left over.</summary>
    public static void Compare(string folder, IReadOnlyDictionary<string, string> files)
    {
        var path = Path.Combine(Root, folder);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Write(path, files);
        }
        var there = Directory.Exists(path)
            ? Directory
                .EnumerateFiles(path)
                .ToDictionary(file => Path.GetFileName(file), File.ReadAllText)
            : [];
        there
            .Keys.Order(StringComparer.Ordinal)
            .ShouldBe(
                files.Keys.Order(StringComparer.Ordinal),
                $"in {folder}; {Update}=1 writes the files anew"
            );
        foreach (var (name, text) in files)
        {
            there[name].ShouldBe(text, $"{folder}/{name}; {Update}=1 writes the files anew");
        }
    }

    private static void Write(string path, IReadOnlyDictionary<string, string> files)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        Directory.CreateDirectory(path);
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(path, name), text);
        }
    }
}
