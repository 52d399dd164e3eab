using System.Globalization;
using Platform.Launcher.Preflight;

namespace Platform.Launcher.Manifest;

/// <summary>
/// Which ports a run takes: those written in tye.yaml, all of them moved to another base (7000 becomes
/// the base, 7010 base + 10, …), or whatever is free.
/// </summary>
internal abstract record PortChoice
{
    private const int WrittenBase = 7000;

    public static PortChoice AsWritten { get; } = new Shifted(0);

    public static PortChoice Free { get; } = new Any();

    /// <summary>"auto", or a base from 1024 to 65000; empty means as written.</summary>
    public static PortChoice Parse(string? text) =>
        text switch
        {
            null or "" => AsWritten,
            "auto" => Free,
            _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    && port is >= 1024 and <= 65000 => new Shifted(port - WrittenBase),
            _ => throw new LaunchFailure(
                $"ports '{text}': allowed are 'auto' or a base from 1024 to 65000 (the default is {WrittenBase})"
            ),
        };

    /// <summary>The ports of a run, by "service/binding".</summary>
    public abstract IReadOnlyDictionary<string, int> Assign(TyeFile file);

    private static IEnumerable<(string Key, TyeBinding Binding)> Bindings(TyeFile file) =>
        file.Services.SelectMany(service =>
            service.Bindings.Select(binding => ($"{service.Name}/{binding.Name}", binding))
        );

    private sealed record Shifted(int Offset) : PortChoice
    {
        public override IReadOnlyDictionary<string, int> Assign(TyeFile file) =>
            Bindings(file).ToDictionary(pair => pair.Key, pair => pair.Binding.Port + Offset);
    }

    private sealed record Any : PortChoice
    {
        public override IReadOnlyDictionary<string, int> Assign(TyeFile file) =>
            Bindings(file).ToDictionary(pair => pair.Key, _ => FreePorts.Next());
    }
}
