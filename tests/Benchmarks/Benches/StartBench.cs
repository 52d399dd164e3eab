using System.Diagnostics;
using System.Text.Json;
using Platform.Benchmarks.Harness;

namespace Platform.Benchmarks.Benches;

/// <summary>`up` on an existing data directory until all is healthy, and what the idle suite holds in memory.</summary>
internal sealed class StartBench : IBench
{
    private const int Rounds = 5;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(3);

    public string Name => "start";

    public string About => "`up` warm to all healthy, and the idle suite's memory";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("platform-bench-start-");
        var start = new Sample("s");
        var memory = new Sample("MiB");
        var of = new SortedDictionary<string, Sample>(StringComparer.Ordinal);
        try
        {
            // The first start makes the directory and is not counted.
            for (var round = -1; round < Rounds; round++)
            {
                var clock = Stopwatch.StartNew();
                await RunAsync(
                    ["up", "--detach", "--ports", "auto", "--data", folder.FullName],
                    cancellation
                );
                var took = clock.Elapsed;
                if (round >= 0)
                {
                    start.Add(took.TotalSeconds);
                    await Task.Delay(IdleTime, cancellation);
                    memory.Add(Measure(folder.FullName, of));
                }
                await RunAsync(["down", "--data", folder.FullName], cancellation);
            }
        }
        finally
        {
            await RunAsync(["down", "--data", folder.FullName], CancellationToken.None);
            folder.Delete(recursive: true);
        }
        report.AddBound("up, warm, to all healthy", start, "≤ 20 s", value => value <= 20);
        report.AddBound("idle memory of the suite", memory, "≤ 1.5 GiB", value => value <= 1_536);
        foreach (var (process, sample) in of)
        {
            report.Add($"  {process}", sample);
        }
        report.Notes.Add(
            "The launcher itself, built before: ./platform first compares the sources with the last build, under a second. Memory is resident, shared pages counted in each process."
        );
    }

    private static double Measure(string data, SortedDictionary<string, Sample> of)
    {
        using var state = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(data, "run", "state.json"))
        );
        var processes = state
            .RootElement.GetProperty("services")
            .EnumerateArray()
            .Select(service =>
                (service.GetProperty("name").GetString()!, service.GetProperty("process"))
            )
            .Append(("launcher", state.RootElement.GetProperty("launcher")));
        var total = 0.0;
        foreach (var (name, process) in processes)
        {
            var resident = Machine.ResidentMiB(process.GetProperty("pid").GetInt32());
            total += resident;
            if (!of.TryGetValue(name, out var sample))
            {
                of[name] = sample = new Sample("MiB");
            }
            sample.Add(resident);
        }
        return total;
    }

    private static async Task RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Checkout.Launcher, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}{await output}"
            );
        }
    }
}
