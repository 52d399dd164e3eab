using Platform.Launcher.Doctor;
using Platform.Launcher.State;

namespace Platform.Launcher.Tests.Doctor;

public class ExaminationTests
{
    [Fact]
    public async Task All_that_is_fetched_is_looked_at()
    {
        using var data = new TempFolder();

        var findings = await new Examination(new SuiteLayout(data.Path)).RunAsync();

        string[] fetched = ["native engines", "contract tools", "PostgreSQL of the tests"];
        findings.Select(finding => finding.What).Intersect(fetched).ShouldBe(fetched);
        fetched.Length.ShouldBe(
            Directory
                .GetFiles(
                    Path.Combine(Repository.Root, "eng"),
                    "package-lock.json",
                    SearchOption.AllDirectories
                )
                .Length,
            "a set of packages under eng/ that the doctor does not know"
        );
    }
}
