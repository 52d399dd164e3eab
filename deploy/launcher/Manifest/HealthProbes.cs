using Platform.Launcher.Health;

namespace Platform.Launcher.Manifest;

internal static class HealthProbes
{
    /// <summary>The service's readiness, else grpc.health.v1 on its first binding.</summary>
    public static IHealthProbe Of(TyeService service, IReadOnlyDictionary<string, Uri> endpoints)
    {
        if (service.Readiness?.Http is not { } http)
            return new GrpcHealthProbe(endpoints[service.Bindings[0].Name]);
        var binding = service.Bindings.Find(binding => binding.Port == http.Port);
        return new HttpHealthProbe(
            new Uri(endpoints[(binding ?? service.Bindings[0]).Name], http.Path)
        );
    }

    /// <summary>The probe that another launcher wrote down as its target.</summary>
    public static IHealthProbe Of(Uri target) =>
        target.Scheme == GrpcHealthProbe.Scheme
            ? new GrpcHealthProbe(new UriBuilder(target) { Scheme = Uri.UriSchemeHttp }.Uri)
            : new HttpHealthProbe(target);
}
