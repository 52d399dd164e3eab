using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.Launcher.Manifest;

/// <summary>Reads tye.yaml strictly: a misspelt key is an error with its line, not a silent default.</summary>
internal static class TyeReader
{
    public static string DefaultPath => Path.Combine(Repository.Root, "tye.yaml");

    public static TyeFile Read(string path)
    {
        if (!File.Exists(path))
            throw new LaunchFailure($"{path} is missing: it names the processes to start");
        return Parse(File.ReadAllText(path), Path.GetFileName(path));
    }

    public static TyeFile Parse(string yaml, string name)
    {
        var reader = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build();
        TyeFile file;
        try
        {
            file = reader.Deserialize<TyeFile>(yaml);
        }
        catch (YamlException problem)
        {
            var cause = problem.InnerException?.Message ?? problem.Message;
            throw new LaunchFailure($"{name} line {problem.Start.Line}: {cause}");
        }
        if (file is null)
            throw new LaunchFailure($"{name} is empty: it must name the processes to start");
        Check(file, name);
        return file;
    }

    private static void Check(TyeFile file, string name)
    {
        if (file.Services.Count == 0)
            throw new LaunchFailure($"{name} names no service");
        var seen = new HashSet<string>();
        foreach (var service in file.Services)
        {
            var what = $"{name}: service '{service.Name}'";
            if (
                service.Name.Length == 0
                || !service.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            )
                throw new LaunchFailure($"{what}: a name is letters, digits and '-'");
            foreach (var need in service.Needs.Where(need => !seen.Contains(need)))
                throw new LaunchFailure(
                    $"{what} needs '{need}', which no service above it is called"
                );
            if (!seen.Add(service.Name))
                throw new LaunchFailure($"{what} is there twice");
            if (service.Project is null == service.Executable is null)
                throw new LaunchFailure($"{what} must have either 'project' or 'executable'");
            if (service.Replicas != 1)
                throw new LaunchFailure(
                    $"{what}: replicas must be 1; more are not started on one machine"
                );
            CheckBindings(service, what);
        }
    }

    private static void CheckBindings(TyeService service, string what)
    {
        if (service.Bindings.Count == 0)
            throw new LaunchFailure($"{what} has no binding, so its health could not be asked");
        if (service.Bindings.DistinctBy(binding => binding.Name).Count() != service.Bindings.Count)
            throw new LaunchFailure($"{what} has two bindings of one name");
        foreach (var binding in service.Bindings)
        {
            if (binding.Port is < 1 or > 65535)
                throw new LaunchFailure(
                    $"{what}, binding '{binding.Name}': port is {binding.Port}, allowed is 1 to 65535"
                );
            if (binding.Protocol is not ("http" or "https"))
                throw new LaunchFailure(
                    $"{what}, binding '{binding.Name}': protocol is '{binding.Protocol}', allowed are http and https"
                );
        }
        if (service.Readiness?.Http?.Port is { } port && service.Bindings.All(b => b.Port != port))
            throw new LaunchFailure(
                $"{what}: readiness asks port {port}, which is none of its bindings"
            );
    }
}
