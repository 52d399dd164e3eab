namespace Platform.Launcher.Health;

/// <summary>GET: any 2xx is healthy.</summary>
internal sealed class HttpHealthProbe(Uri url) : IHealthProbe
{
    public Uri Target => url;

    public async Task<HealthAnswer> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await HealthClient.Instance.GetAsync(url, cancellation);
            return new HealthAnswer(
                answer.IsSuccessStatusCode,
                answer.IsSuccessStatusCode ? "ok" : $"HTTP {(int)answer.StatusCode}"
            );
        }
        catch (Exception problem) when (HealthClient.MeansDown(problem, cancellation))
        {
            return new HealthAnswer(false, HealthClient.Describe(problem));
        }
    }
}
