using Platform.Launcher.Secrets;
using Platform.Launcher.State;
using Platform.Launcher.Supervision;
using Spectre.Console;

namespace Platform.Launcher.Commands;

internal static class SuiteSummary
{
    /// <summary>What a person needs once the suite runs: where, with which key, and what next.</summary>
    public static void Print(SuiteLayout layout)
    {
        var state = RunState.Read(layout)!;
        var seconds = (DateTimeOffset.UtcNow - state.StartedAt).TotalSeconds;
        Terminal.Out.WriteLine();
        Terminal.Good($"The suite is up after {seconds:0.0} s.");
        foreach (var service in state.Services)
        {
            var endpoints = string.Join(
                "  ",
                service.Endpoints.Select(pair => $"{pair.Key} {pair.Value}")
            );
            var health = service.Status == ServiceStatus.Healthy ? "healthy" : "NOT healthy";
            Terminal.Service(service.Name, $"{health, -12} {endpoints}");
        }
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine(
            $"  key   {SuiteSecrets.ApiKey(layout)}   (send it as header x-api-key)"
        );
        Terminal.Out.WriteLine($"  data  {layout.Data}");
        Terminal.Out.WriteLine("  next  ./platform status | feed | watch EURUSD | logs | down");
    }
}
