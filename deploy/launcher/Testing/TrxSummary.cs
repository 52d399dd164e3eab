using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Platform.Launcher.Testing;

/// <summary>How many tests of a run passed, failed and were skipped, and which failed and why.</summary>
internal sealed record TestCounts(
    int Passed,
    int Failed,
    int Skipped,
    IReadOnlyList<string> Failures
)
{
    public static TestCounts None { get; } = new(0, 0, 0, []);

    public static TestCounts OneFailure(string what) => new(0, 1, 0, [what]);

    public TestCounts Plus(TestCounts other) =>
        new(
            Passed + other.Passed,
            Failed + other.Failed,
            Skipped + other.Skipped,
            [.. Failures, .. other.Failures]
        );

    /// <summary>The plain closing line.</summary>
    public override string ToString() =>
        Skipped == 0
            ? $"{Passed} passed, {Failed} failed"
            : $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}

internal static class TrxSummary
{
    private const int MessageLinesMax = 12;
    private const int TraceLinesMax = 6;
    private const int LineMax = 400;

    /// <summary>Counts each result once; whatever neither passed nor was skipped failed.</summary>
    public static TestCounts Read(string path)
    {
        XDocument trx;
        try
        {
            trx = XDocument.Load(path);
        }
        catch (XmlException problem)
        {
            return TestCounts.OneFailure(
                $"{Path.GetFileName(path)} is cut short: {problem.Message}"
            );
        }
        var space = trx.Root!.Name.Namespace;
        var results = trx.Descendants(space + "UnitTestResult").ToList();
        int Count(string outcome) => results.Count(result => Outcome(result) == outcome);
        var passed = Count("Passed");
        var skipped = Count("NotExecuted");
        var failures = results
            .Where(result => Outcome(result) is not ("Passed" or "NotExecuted"))
            .Select(result => $"{(string?)result.Attribute("testName")}{Why(result)}")
            .ToList();
        var counts = new TestCounts(passed, failures.Count, skipped, failures);
        // A crashed test host leaves a run marked failed whose every recorded test passed.
        var outcome = (string?)
            trx.Descendants(space + "ResultSummary").FirstOrDefault()?.Attribute("outcome");
        return outcome is "Failed" or "Aborted" or "Error" && failures.Count == 0
            ? counts.Plus(TestCounts.OneFailure(RunError(trx, space)))
            : counts;
    }

    /// <summary>
    /// What the test said, and where in the sources: of a run far away its end is often all that is seen.
    /// </summary>
    private static string Why(XElement result)
    {
        var space = result.Name.Namespace;
        var error = result.Descendants(space + "ErrorInfo").FirstOrDefault();
        var message = Lines(error?.Element(space + "Message")).Take(MessageLinesMax);
        var trace = Lines(error?.Element(space + "StackTrace"))
            .Where(line => line.Contains(".cs:line ", StringComparison.Ordinal))
            .Take(TraceLinesMax);
        return string.Concat(message.Concat(trace).Select(line => $"\n          {line}"));
    }

    private static IEnumerable<string> Lines(XElement? text) =>
        (text?.Value ?? "")
            .Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0)
            .Select(line => line.Length <= LineMax ? line : line[..LineMax] + " ...");

    private static string RunError(XDocument trx, XNamespace space)
    {
        var text = trx.Descendants(space + "RunInfo").Descendants(space + "Text").FirstOrDefault();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the run itself failed: {text?.Value.Trim() ?? "no reason given"}"
        );
    }

    private static string? Outcome(XElement result) => (string?)result.Attribute("outcome");
}
