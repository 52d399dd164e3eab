using Platform.Launcher.Backups;

namespace Platform.Launcher.Tests.Backups;

/// <summary>A backup that comes from elsewhere may say anything of where its files belong.</summary>
public sealed class ForeignBackupTests : IDisposable
{
    // SHA-256 of nothing.
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../beside")]
    [InlineData("topics/../../../beside")]
    [InlineData("/beside")]
    [InlineData(".")]
    public void A_file_of_the_log_outside_the_log_is_refused(string path)
    {
        var backup = Backup("one", "");
        Directory.CreateDirectory(backup.Log);
        File.WriteAllText(_folder["one/beside"], "");
        var full = path[0] == '/' ? _folder["target"] + path : path;
        File.WriteAllText(
            backup.LogList,
            $$"""{"copied_at":"2026-01-01T00:00:00Z","files":[{"path":"{{full}}","bytes":0,"sha256":"{{Empty}}"}]}"""
        );
        var to = _folder["target/engines/stream"];

        var failure = Should.Throw<LaunchFailure>(() =>
            LogRestore.Run(backup, to, CancellationToken.None)
        );

        failure.Message.ShouldContain("no path of a log");
        Directory
            .EnumerateFiles(_folder.Path, "beside", SearchOption.AllDirectories)
            .ShouldBe([_folder["one/beside"]]);
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    public void A_base_that_is_no_name_is_refused(string name) =>
        Should
            .Throw<LaunchFailure>(() => Backup("one", name).Chain())
            .Message.ShouldContain("no name of a backup");

    [Fact]
    public void A_backup_that_continues_itself_is_refused()
    {
        Backup("one", "two");
        var two = Backup("two", "one");

        Should.Throw<LaunchFailure>(two.Chain).Message.ShouldContain("continues itself");
    }

    private BackupFiles Backup(string name, string basedOn)
    {
        var directory = Directory.CreateDirectory(_folder[name]).FullName;
        var files = new BackupFiles(directory);
        File.WriteAllText(files.Manifest, $$"""{"base":"{{basedOn}}"}""");
        return files;
    }
}
