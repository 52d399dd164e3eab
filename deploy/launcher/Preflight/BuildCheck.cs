using Platform.Launcher.Manifest;

namespace Platform.Launcher.Preflight;

internal static class BuildCheck
{
    /// <summary>Fails with the first program of the suite that is not there.</summary>
    public static void Ensure(IEnumerable<ServicePlan> services)
    {
        foreach (var service in services)
        {
            var assembly = service.Command.Arguments.FirstOrDefault(word => word.EndsWith(".dll"));
            if (assembly is not null && !File.Exists(assembly))
                throw new LaunchFailure(
                    $"{service.Name} is not built: {assembly} is missing; './platform up' builds it"
                );
        }
    }
}
