using System.Reflection;

namespace Platform.Schema.Loading;

/// <summary>One YAML file; the path is below schema/, with slashes.</summary>
internal sealed record SchemaFile(string Path, string Text)
{
    public string Display => "schema/" + Path;
}

internal static class SchemaFiles
{
    private const string Prefix = "schema/";

    public static IReadOnlyList<SchemaFile> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new SchemaFile(name[Prefix.Length..], Read(assembly, name))),
        ];
    }

    public static IReadOnlyList<SchemaFile> In(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
                .Select(path => new SchemaFile(
                    Path.GetRelativePath(folder, path).Replace('\\', '/'),
                    File.ReadAllText(path)
                ))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];

    private static string Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
