using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Platform.TestKit;

namespace Platform.Faults.StoresDown;

/// <summary>What the gateway says of the suite's health.</summary>
internal static class SuiteHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly HttpClient Http = new();

    public static async Task UntilHealthyAsync(this FaultySuite suite)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (status, body) = await HealthAsync(suite);
            if (status == HttpStatusCode.OK)
            {
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, body);
            await Task.Delay(50);
        }
    }

    public static async Task UntilUnhealthyAsync(this FaultySuite suite, string database)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (status, body) = await HealthAsync(suite);
            using var report = JsonDocument.Parse(body);
            var states = report
                .RootElement.GetProperty("databases")
                .EnumerateArray()
                .ToDictionary(
                    one => one.GetProperty("name").GetString()!,
                    one => one.GetProperty("status").GetString()
                );
            if (
                status == HttpStatusCode.ServiceUnavailable
                && states.GetValueOrDefault(database) == "unhealthy"
            )
            {
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, body);
            await Task.Delay(50);
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> HealthAsync(FaultySuite suite)
    {
        using var answer = await Http.GetAsync(new Uri(suite.Gateway.Endpoint("http"), "/health"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
