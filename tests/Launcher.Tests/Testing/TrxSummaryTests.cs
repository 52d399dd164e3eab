using Platform.Launcher.Testing;

namespace Platform.Launcher.Tests.Testing;

public sealed class TrxSummaryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Outcomes_are_counted_and_failures_named()
    {
        var counts = Read("Completed", "Passed", "Passed", "NotExecuted", "Failed", "Timeout");

        counts.ToString().ShouldBe("2 passed, 2 failed, 1 skipped");
        counts.Failures.ShouldBe(["T3", "T4"]);
    }

    [Fact]
    public void A_failure_carries_what_the_test_said_and_where()
    {
        File.WriteAllText(
            _folder["a.trx"],
            """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult testName="T" outcome="Failed"><Output><ErrorInfo>
                  <Message>sum
                should be 2

                but was 3</Message>
                  <StackTrace>   at Shouldly.ShouldBe(Object value)
               at T() in /src/T.cs:line 12</StackTrace>
                </ErrorInfo></Output></UnitTestResult>
              </Results>
            </TestRun>
            """
        );

        var lines = TrxSummary.Read(_folder["a.trx"]).Failures.Single().Split('\n');

        lines
            .Select(line => line.Trim())
            .ShouldBe(["T", "sum", "should be 2", "but was 3", "at T() in /src/T.cs:line 12"]);
    }

    [Fact]
    public void A_run_that_was_aborted_counts_as_failed_though_every_test_in_it_passed()
    {
        var counts = Read("Failed", "Passed");

        counts.ToString().ShouldBe("1 passed, 1 failed");
        counts.Failures[0].ShouldContain("host process crashed");
    }

    [Fact]
    public void A_file_that_was_cut_short_counts_as_failed()
    {
        File.WriteAllText(_folder["a.trx"], "<TestRun><Resu");

        TrxSummary.Read(_folder["a.trx"]).Failed.ShouldBe(1);
    }

    [Fact]
    public void Counts_of_projects_add_up() =>
        new TestCounts(1, 0, 2, [])
            .Plus(TestCounts.OneFailure("x"))
            .Plus(TestCounts.None)
            .ToString()
            .ShouldBe("1 passed, 1 failed, 2 skipped");

    [Fact]
    public void Every_test_project_of_the_solution_is_found()
    {
        var projects = TestProjects.Of(Path.Combine(Repository.Root, "Platform.sln"));

        projects.ShouldContain(project => project.Name == "Launcher.Tests");
        projects.ShouldNotContain(project => project.Name == "Platform.Launcher");
    }

    private TestCounts Read(string runOutcome, params string[] outcomes)
    {
        var results = outcomes.Select(
            (o, n) => $"<UnitTestResult testName=\"T{n}\" outcome=\"{o}\" />"
        );
        File.WriteAllText(
            _folder["a.trx"],
            $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>{string.Concat(results)}</Results>
              <ResultSummary outcome="{runOutcome}">
                <RunInfos><RunInfo outcome="Error"><Text>The test host process crashed</Text></RunInfo></RunInfos>
              </ResultSummary>
            </TestRun>
            """
        );
        return TrxSummary.Read(_folder["a.trx"]);
    }
}
