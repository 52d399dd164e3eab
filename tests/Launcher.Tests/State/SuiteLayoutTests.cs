using Platform.Launcher.State;

namespace Platform.Launcher.Tests.State;

public sealed class SuiteLayoutTests
{
    private const UnixFileMode Open =
        SuiteLayout.OwnerOnly
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    [Fact]
    public void All_that_is_stored_is_closed_to_others()
    {
        using var folder = new TempFolder();
        var layout = new SuiteLayout(folder["data"]);

        layout.Create();

        var all = Directory.EnumerateDirectories(layout.Data).ToList();
        all.Count.ShouldBe(5);
        foreach (var one in all.Append(layout.Data))
        {
            File.GetUnixFileMode(one).ShouldBe(SuiteLayout.OwnerOnly, one);
        }
    }

    [Fact]
    public void Folders_made_by_an_earlier_release_are_closed_and_their_parent_is_left_as_it_is()
    {
        using var folder = new TempFolder();
        var layout = new SuiteLayout(folder["data"]);
        foreach (var one in new[] { layout.Data, layout.Engines, layout.Logs })
        {
            Directory.CreateDirectory(one);
            File.SetUnixFileMode(one, Open);
        }

        layout.Create();

        File.GetUnixFileMode(layout.Data).ShouldBe(Open);
        File.GetUnixFileMode(layout.Engines).ShouldBe(SuiteLayout.OwnerOnly);
        File.GetUnixFileMode(layout.Logs).ShouldBe(SuiteLayout.OwnerOnly);
    }
}
