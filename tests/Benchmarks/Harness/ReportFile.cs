using System.Text.Json;

namespace Platform.Benchmarks.Harness;

/// <summary>artifacts/bench/NAME.json: every round, for whoever compares later.</summary>
internal static class ReportFile
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // A ratio of nothing is nothing, not an error.
        NumberHandling = System
            .Text
            .Json
            .Serialization
            .JsonNumberHandling
            .AllowNamedFloatingPointLiterals,
    };

    public static void Write(RunFacts facts, Report report)
    {
        var folder = Path.Combine(Checkout.Root, "artifacts", "bench");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, facts.Name + ".json");
        File.WriteAllBytes(
            path,
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    Run = facts,
                    report.Lines,
                    report.Notes,
                },
                Readable
            )
        );
        Console.WriteLine($"  {Path.GetRelativePath(Checkout.Root, path)}");
    }
}
