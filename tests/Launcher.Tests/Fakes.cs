using Platform.Launcher.Manifest;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;

namespace Platform.Launcher.Tests;

/// <summary>Suites of small real processes (node) in the place of the real services.</summary>
internal static class Fakes
{
    private const int AnyPort = 7000;

    public static string Script { get; } =
        Path.Combine(AppContext.BaseDirectory, "fake-service.mjs");

    public static SupervisionOptions Quick { get; } =
        new()
        {
            StartMax = TimeSpan.FromSeconds(60),
            StopGrace = TimeSpan.FromSeconds(60),
            BackOffFirst = TimeSpan.FromMilliseconds(50),
        };

    public static string Yaml(params (string Name, string Traits)[] services) =>
        "name: fakes\nservices:\n" + string.Concat(services.Select(Service));

    public static SuiteOptions Options(TempFolder data, string yaml) =>
        new()
        {
            Layout = new SuiteLayout(data.Path),
            Manifest = TyeReader.Parse(yaml, "fakes.yaml"),
            EnginesFolder = "/nowhere",
            Ports = PortChoice.Free,
            Supervision = Quick,
        };

    public static Task<Suite> StartAsync(
        TempFolder data,
        params (string Name, string Traits)[] services
    ) => Suite.StartAsync(Options(data, Yaml(services)), (_, _) => { });

    private static string Service((string Name, string Traits) service, int index)
    {
        // "needs:x" among the traits is for the launcher, the rest for the process.
        var words = service.Traits.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var tags = words.Where(word => word.StartsWith("needs:", StringComparison.Ordinal));
        var arguments = string.Join(' ', words.Except(tags));
        return $$"""
              - name: {{service.Name}}
                executable: node
                args: {{Script}} ${PORT:{{service.Name}}/http} {{arguments}}
                tags: [{{string.Join(", ", tags.Select(tag => $"\"{tag}\""))}}]
                bindings:
                  - name: http
                    protocol: http
                    port: {{AnyPort + index}}
                readiness:
                  http:
                    path: /health

            """;
    }
}
