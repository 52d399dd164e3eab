using System.Text;
using Platform.Launcher.Logs;

namespace Platform.Launcher.Tests.Logs;

public sealed class RotatingLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_file_is_put_aside_and_the_oldest_goes()
    {
        var path = _folder["a.log"];
        using (var log = new RotatingLog(path) { FileBytesMax = 10, KeptFiles = 2 })
        {
            foreach (var n in Enumerable.Range(1, 5))
                log.Write(Encoding.UTF8.GetBytes($"line  {n}\n"));
        }

        Directory.GetFiles(_folder.Path).Order().ShouldBe([path, path + ".1", path + ".2"]);
        File.ReadAllText(path).ShouldBe("line  5\n");
        File.ReadAllText(path + ".1").ShouldBe("line  4\n");
        File.ReadAllText(path + ".2").ShouldBe("line  3\n");
    }

    [Fact]
    public void A_log_that_cannot_be_written_loses_lines_and_not_the_writer()
    {
        using var log = new RotatingLog("/dev/full");

        log.Write("lost"u8);

        log.LostBytes.ShouldBe(4);
    }

    [Fact]
    public void The_tail_is_the_last_lines_and_none_from_before_its_start()
    {
        var path = _folder["a.log"];
        File.WriteAllText(path, "one\ntwo\nthree\n");

        LogTail.Last(path, 2).ShouldBe(["two", "three"]);
        LogTail.Last(path, 9, from: 8).ShouldBe(["three"]);
        LogTail.Last(path, 9, from: 99).ShouldBe(["one", "two", "three"]);
        LogTail.Last(_folder["none.log"], 2).ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_crash_its_own_words_are_shown_and_not_its_stack()
    {
        var path = _folder["a.log"];
        File.WriteAllText(
            path,
            "info: starting\nUnhandled exception. System.Exception: no key\n ---> inner\n   at A.B()\n   at C.D()\n"
        );

        Evidence
            .In(path, 0)
            .ShouldBe(["Unhandled exception. System.Exception: no key", " ---> inner"]);
    }
}
