using Platform.Interop.Kit;
using Platform.TestKit;

namespace Platform.Interop.Client;

/// <summary>Runs node/client.js: one case, one process. Its packages are fetched once, as the lock file pins them.</summary>
internal static class NodeClient
{
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, Target target)
    {
        var packages = await NodePackages.InstallAsync(BuildPaths.Node);
        var (exitCode, output, errors) = await Programs.EndAsync(
            "node",
            [
                "client.js",
                "--case",
                name,
                "--target",
                target.Address.Authority,
                "--protos",
                BuildPaths.Protos,
                "--header",
                $"{target.Header}={target.Value}",
            ],
            BuildPaths.Node,
            ("NODE_PATH", packages)
        );
        return (exitCode, output + errors);
    }
}
