using Platform.Launcher.Health;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Manifest;

/// <summary>One process, ready to start: nothing in it is left open.</summary>
internal sealed record ServicePlan(
    string Name,
    ChildCommand Command,
    IReadOnlyDictionary<string, Uri> Endpoints,
    IHealthProbe Probe,
    IReadOnlyList<string> Needs
);

internal static class SuitePlan
{
    /// <summary>Turns the file into processes; <paramref name="folders"/> are its open folder values.</summary>
    public static IReadOnlyList<ServicePlan> From(
        TyeFile file,
        IReadOnlyDictionary<string, string> folders,
        PortChoice choice
    )
    {
        var ports = choice.Assign(file);
        var values = new Dictionary<string, string>(folders);
        foreach (var service in file.Services)
        {
            foreach (var binding in service.Bindings)
            {
                var key = $"{service.Name}/{binding.Name}";
                values[$"PORT:{key}"] = $"{ports[key]}";
                values[$"URL:{key}"] = $"{binding.Protocol}://{binding.Host}:{ports[key]}";
            }
        }
        var placeholders = new Placeholders(values);
        return [.. file.Services.Select(service => Plan(service, placeholders, values))];
    }

    private static ServicePlan Plan(
        TyeService service,
        Placeholders placeholders,
        Dictionary<string, string> values
    )
    {
        var where = $"tye.yaml: service '{service.Name}'";
        var arguments = CommandWords
            .Split(service.Args)
            .Select(word => placeholders.Expand(word, where));
        var environment = service.Env.ToDictionary(
            variable => variable.Name,
            variable => placeholders.Expand(variable.Value, $"{where}, {variable.Name}")
        );
        var command = service.Project is { } project
            ? new ChildCommand(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [Repository.AssemblyOf(project), .. arguments],
                environment,
                // Where its appsettings.json lies.
                Path.GetDirectoryName(Repository.AssemblyOf(project))!
            )
            : new ChildCommand(
                placeholders.Expand(service.Executable!, where),
                [.. arguments],
                environment,
                service.WorkingDirectory is { } folder
                    ? placeholders.Expand(folder, where)
                    : Repository.Root
            );
        var endpoints = service.Bindings.ToDictionary(
            binding => binding.Name,
            binding => new Uri(values[$"URL:{service.Name}/{binding.Name}"])
        );
        return new ServicePlan(
            service.Name,
            command,
            endpoints,
            HealthProbes.Of(service, endpoints),
            [.. service.Needs]
        );
    }
}
