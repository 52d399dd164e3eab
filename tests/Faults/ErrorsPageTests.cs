namespace Platform.Faults;

public class ErrorsPageTests
{
    [Fact]
    public void The_page_of_errors_says_what_the_contract_says()
    {
        var contract = ErrorsPage.Render();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            ErrorsPage.Write(contract);
            return;
        }
        ErrorsPage.Reasons.ShouldBe(
            contract,
            "docs/errors.md is not what errors.proto says; UPDATE_DOCS=1 writes it anew"
        );
    }
}
