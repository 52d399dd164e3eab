using System.Diagnostics;
using Spectre.Console;

namespace Platform.Benchmarks.Harness;

/// <summary>Runs the benchmarks that were named, prints each one's table and writes its JSON.</summary>
internal static class BenchRun
{
    /// <summary>No benchmark may take longer.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(90);

    /// <summary>Starting and stopping servers under load comes on top of the bounded time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(90);

    public static async Task<int> RunAsync(IReadOnlyList<IBench> all, string[] names)
    {
        var chosen = names is ["all"]
            ? all
            : [.. all.Where(bench => names.Contains(bench.Name, StringComparer.Ordinal))];
        var unknown = names.Where(name => name != "all" && all.All(bench => bench.Name != name));
        if (names.Length == 0 || unknown.Any())
        {
            Explain(all, unknown);
            return names.Length == 0 ? 0 : 2;
        }
        var failed = 0;
        foreach (var bench in chosen)
        {
            failed += await RunOneAsync(bench) ? 0 : 1;
        }
        return failed == 0 ? 0 : 1;
    }

    private static async Task<bool> RunOneAsync(IBench bench)
    {
        Console.WriteLine($"• {bench.Name}: {bench.About}");
        var report = new Report();
        var loadBefore = Machine.Load;
        var clock = Stopwatch.StartNew();
        using var timeout = new CancellationTokenSource(TimeMax + Grace);
        try
        {
            await bench.RunAsync(report, timeout.Token);
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync(
                $"bench: {bench.Name} failed after {clock.Elapsed.TotalSeconds:0} s: {problem}"
            );
            return false;
        }
        if (clock.Elapsed > TimeMax)
        {
            report.Notes.Add(
                $"It took {clock.Elapsed.TotalSeconds:0} s, longer than the {TimeMax.TotalSeconds:0} s it is meant to: the machine was busy."
            );
        }
        var facts = new RunFacts(
            bench.Name,
            DateTimeOffset.UtcNow,
            $"./platform bench {bench.Name}",
            Environment.ProcessorCount,
            Machine.Processor,
            loadBefore,
            Machine.Load,
            clock.Elapsed.TotalSeconds
        );
        ReportTable.Print(facts, report);
        ReportFile.Write(facts, report);
        return true;
    }

    private static void Explain(IReadOnlyList<IBench> all, IEnumerable<string> unknown)
    {
        foreach (var name in unknown)
        {
            Console.Error.WriteLine($"bench: there is no benchmark '{name}'");
        }
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        foreach (var bench in all)
        {
            table.AddRow(Markup.Escape(bench.Name), Markup.Escape(bench.About));
        }
        ReportTable.Output.Write(table);
        Console.WriteLine("./platform bench NAME… runs some, ./platform bench all runs all");
    }
}

/// <summary>When, where and how a benchmark ran.</summary>
internal sealed record RunFacts(
    string Name,
    DateTimeOffset At,
    string Command,
    int Cores,
    string Processor,
    double LoadBefore,
    double LoadAfter,
    double Seconds
);
