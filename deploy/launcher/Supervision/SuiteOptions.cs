using Platform.Launcher.Manifest;
using Platform.Launcher.Preflight;
using Platform.Launcher.State;

namespace Platform.Launcher.Supervision;

/// <summary>One run of the suite.</summary>
internal sealed record SuiteOptions
{
    public required SuiteLayout Layout { get; init; }

    /// <summary>What to start. Default: tye.yaml of the checkout.</summary>
    public TyeFile Manifest { get; init; } = TyeReader.Read(TyeReader.DefaultPath);

    /// <summary>The node_modules folder of the native engines.</summary>
    public required string EnginesFolder { get; init; }

    public PortChoice Ports { get; init; } = PortChoice.AsWritten;

    public SupervisionOptions Supervision { get; init; } = new();

    /// <summary>Free disk below which nothing is started; see <see cref="DiskCheck.MinFreeBytes"/>.</summary>
    public long MinFreeBytes { get; init; } = DiskCheck.MinFreeBytes;

    /// <summary>By process name: added to its environment, over what tye.yaml says.</summary>
    public IReadOnlyDictionary<
        string,
        IReadOnlyDictionary<string, string>
    > Environment { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public Dictionary<string, string> Folders =>
        new()
        {
            ["ROOT"] = Repository.Root,
            ["DATA"] = Layout.Data,
            ["SECRETS"] = Layout.Secrets,
            ["ENGINES"] = EnginesFolder,
        };
}
