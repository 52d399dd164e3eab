using YamlDotNet.Serialization;

namespace Platform.Launcher.Manifest;

/// <summary>tye.yaml as it stands: the part of Tye's schema the suite uses.</summary>
internal sealed class TyeFile
{
    public string Name { get; set; } = "";

    public List<TyeService> Services { get; set; } = [];

    /// <summary>Whether any process needs the native engines fetched.</summary>
    [YamlIgnore]
    public bool UsesEngines =>
        Services
            .SelectMany(service =>
                service.Env.Select(variable => variable.Value).Append(service.Args)
            )
            .Any(text => text?.Contains("${ENGINES}", StringComparison.Ordinal) == true);
}

internal sealed class TyeService
{
    public string Name { get; set; } = "";

    /// <summary>A .csproj; its assembly of the launcher's own build is run.</summary>
    public string? Project { get; set; }

    /// <summary>Or a program, found on PATH unless it is a path.</summary>
    public string? Executable { get; set; }

    public string? Args { get; set; }

    public string? WorkingDirectory { get; set; }

    public int Replicas { get; set; } = 1;

    public List<TyeBinding> Bindings { get; set; } = [];

    public List<TyeVariable> Env { get; set; } = [];

    /// <summary>How health is asked; without it, grpc.health.v1 on the first binding.</summary>
    public TyeProbe? Readiness { get; set; }

    /// <summary>"needs:NAME" means: starts once NAME is healthy. Tye itself leaves tags to its user.</summary>
    public List<string> Tags { get; set; } = [];

    [YamlIgnore]
    public IEnumerable<string> Needs =>
        Tags.Where(tag => tag.StartsWith(NeedsTag, StringComparison.Ordinal))
            .Select(tag => tag[NeedsTag.Length..]);

    private const string NeedsTag = "needs:";
}

internal sealed class TyeBinding
{
    public string Name { get; set; } = "";

    public string Protocol { get; set; } = "http";

    public string Host { get; set; } = "127.0.0.1";

    public int Port { get; set; }
}

internal sealed class TyeVariable
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

internal sealed class TyeProbe
{
    public TyeHttpProbe? Http { get; set; }
}

internal sealed class TyeHttpProbe
{
    public string Path { get; set; } = "/";

    /// <summary>The port of one of the service's bindings, as written in the file.</summary>
    public int? Port { get; set; }
}
