namespace Platform.Launcher.Health;

/// <summary>GET: any 2xx is healthy.</summary>
internal sealed class HttpHealthProbe(Uri url) : IHealthProbe
{
    private const int DetailMax = 600;

    public Uri Target => url;

    public async Task<HealthAnswer> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await HealthClient.Instance.GetAsync(url, cancellation);
            return answer.IsSuccessStatusCode
                ? new HealthAnswer(true, "ok")
                : new HealthAnswer(false, await DescribeAsync(answer, cancellation));
        }
        catch (Exception problem) when (HealthClient.MeansDown(problem, cancellation))
        {
            return new HealthAnswer(false, HealthClient.Describe(problem));
        }
    }

    /// <summary>The status and the start of what was answered, on one line.</summary>
    private static async Task<string> DescribeAsync(
        HttpResponseMessage answer,
        CancellationToken cancellation
    )
    {
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        var words = string.Join(
            ' ',
            body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        var start = words.Length <= DetailMax ? words : words[..DetailMax] + "…";
        return $"HTTP {(int)answer.StatusCode} {start}".TrimEnd();
    }
}
