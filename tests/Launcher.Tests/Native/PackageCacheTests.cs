using Platform.Launcher.Native;

namespace Platform.Launcher.Tests.Native;

public sealed class PackageCacheTests : IDisposable
{
    private readonly TempFolder _pins = new();
    private readonly TempFolder _root = new();
    private readonly FakeFetcher _fetcher = new();

    public PackageCacheTests()
    {
        File.WriteAllText(_pins["package.json"], "{}");
        File.WriteAllText(_pins["package-lock.json"], "{}");
    }

    public void Dispose()
    {
        _pins.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        await EnsureAsync();
        await EnsureAsync();

        _fetcher.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_ask_at_once_fetch_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(EnsureAsync)));

        _fetcher.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task Another_lock_file_has_a_folder_of_its_own()
    {
        var first = await EnsureAsync();
        await File.WriteAllTextAsync(_pins["package-lock.json"], "{ }");

        var second = await EnsureAsync();

        second.ShouldNotBe(first);
        File.Exists(Path.Combine(first, "lib.so")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_fetch_that_fails_halfway_leaves_nothing_that_counts()
    {
        _fetcher.FailsAfterHalf = true;
        await Should.ThrowAsync<LaunchFailure>(EnsureAsync);
        Cache().IsPresent.ShouldBeFalse();
        Directory.GetDirectories(_root["engines"]).ShouldBeEmpty();

        _fetcher.FailsAfterHalf = false;
        File.Exists(Path.Combine(await EnsureAsync(), "lib.so")).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_killed_fetch_left_is_cleared_away()
    {
        var partial = Cache().Folder + ".partial-1";
        Directory.CreateDirectory(partial);

        await EnsureAsync();

        Directory.Exists(partial).ShouldBeFalse();
    }

    [Theory]
    [InlineData("other contents!")]
    [InlineData("short")]
    [InlineData(null)]
    public async Task A_file_that_was_changed_or_lost_is_fetched_anew(string? contents)
    {
        var library = Path.Combine(await EnsureAsync(), "lib.so");
        File.Delete(library);
        if (contents is not null)
            await File.WriteAllTextAsync(library, contents);

        await EnsureAsync();

        _fetcher.Fetches.ShouldBe(2);
        (await File.ReadAllTextAsync(library)).ShouldBe(FakeFetcher.Contents);
    }

    [Fact]
    public async Task A_file_that_was_only_touched_is_read_and_kept()
    {
        var library = Path.Combine(await EnsureAsync(), "lib.so");
        File.SetLastWriteTimeUtc(library, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await EnsureAsync();

        _fetcher.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task The_real_lock_files_pin_every_package_by_its_integrity()
    {
        string[] folders = ["eng/native", "eng/postgresql", "eng/tools"];
        foreach (var folder in folders)
        {
            var file = Path.Combine(Repository.Root, folder, "package-lock.json");
            using var json = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(file));
            var packages = json
                .RootElement.GetProperty("packages")
                .EnumerateObject()
                .Skip(1)
                .ToList();
            packages.ShouldNotBeEmpty();
            foreach (var package in packages)
                package.Value.GetProperty("integrity").GetString()!.ShouldStartWith("sha512-");
        }
    }

    private PackageCache Cache() => new("engines", _pins.Path, _root.Path, _fetcher);

    private Task<string> EnsureAsync() => Cache().EnsureAsync(_ => { });

    private sealed class FakeFetcher : IPackageFetcher
    {
        public const string Contents = "library content";
        private int _fetches;

        public int Fetches => _fetches;

        public bool FailsAfterHalf { get; set; }

        public async Task FetchAsync(
            string folder,
            Action<string> say,
            CancellationToken cancellation
        )
        {
            Interlocked.Increment(ref _fetches);
            var modules = Directory.CreateDirectory(Path.Combine(folder, "node_modules"));
            await Task.Delay(100, cancellation);
            if (FailsAfterHalf)
                throw new LaunchFailure("the line is cut");
            await File.WriteAllTextAsync(
                Path.Combine(modules.FullName, "lib.so"),
                Contents,
                cancellation
            );
        }
    }
}
