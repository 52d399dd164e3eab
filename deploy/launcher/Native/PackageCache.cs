using System.Diagnostics;
using System.Security.Cryptography;
using Platform.Launcher.Processes;

namespace Platform.Launcher.Native;

/// <summary>
/// Packages pinned by a lock file, fetched once into a folder named after that file's hash:
/// CACHE/KIND/HASH/node_modules. npm checks each package against the lock's integrity; what it unpacked
/// is hashed here once, and a folder counts only when it was renamed into place complete.
/// </summary>
internal sealed class PackageCache(
    string kind,
    string pinFolder,
    string cacheRoot,
    IPackageFetcher fetcher
)
{
    private const int KeyDigits = 16;

    /// <summary>PLATFORM_CACHE, else XDG_CACHE_HOME/platform, else ~/.cache/platform.</summary>
    public static string DefaultRoot { get; } =
        NonEmpty("PLATFORM_CACHE")
        ?? Path.Combine(
            NonEmpty("XDG_CACHE_HOME")
                ?? Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                    ".cache"
                ),
            "platform"
        );

    public static PackageCache Engines { get; } =
        new("engines", Path.Combine(Repository.Root, "eng/native"), DefaultRoot, new NpmFetcher());

    public static PackageCache Tools { get; } =
        new("tools", Path.Combine(Repository.Root, "eng/tools"), DefaultRoot, new NpmFetcher());

    /// <summary>Only tests need it: the relational service that will own it is not there yet.</summary>
    public static PackageCache PostgreSql { get; } =
        new(
            "postgresql",
            Path.Combine(Repository.Root, "eng/postgresql"),
            DefaultRoot,
            new NpmFetcher()
        );

    /// <summary>The folder for today's lock file, there or not.</summary>
    public string Folder => Path.Combine(cacheRoot, kind, Key);

    public string NodeModules => Path.Combine(Folder, "node_modules");

    public bool IsPresent => File.Exists(FileManifest.PathIn(Folder));

    private string Key =>
        Convert.ToHexStringLower(
            SHA256.HashData(File.ReadAllBytes(Path.Combine(pinFolder, "package-lock.json")))
        )[..KeyDigits];

    /// <summary>
    /// Makes sure all is there and unharmed; returns node_modules. Fetches at most once however many
    /// processes ask at a time. A present folder is checked by size and time of change; only what differs
    /// in those is read again (<paramref name="readAll"/>: everything).
    /// </summary>
    public async Task<string> EnsureAsync(
        Action<string> say,
        bool readAll = false,
        CancellationToken cancellation = default
    )
    {
        if (IsSound(say, readAll))
            return NodeModules;
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        using (await FileGate.EnterAsync(Folder + ".lock", say, cancellation))
        {
            if (!IsSound(say, readAll))
                await FetchAsync(say, cancellation);
        }
        return NodeModules;
    }

    private bool IsSound(Action<string> say, bool readAll)
    {
        if (!IsPresent)
            return false;
        var harm = FileManifest.Read(Folder).FindHarm(Folder, readAll);
        if (harm is null)
            return true;
        say($"{Folder} is damaged ({harm}); fetching it anew");
        return false;
    }

    private async Task FetchAsync(Action<string> say, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        RemovePartials();
        var partial = $"{Folder}.partial-{Environment.ProcessId}";
        Directory.CreateDirectory(partial);
        try
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
                File.Copy(Path.Combine(pinFolder, file), Path.Combine(partial, file));
            say($"fetching {kind} into {Folder} (once; later runs work offline)");
            await fetcher.FetchAsync(partial, say, cancellation);
            say($"checking what was fetched");
            FileManifest.Of(partial).Write(partial);
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
            Directory.Move(partial, Folder);
            say($"{kind} ready after {clock.Elapsed.TotalSeconds:0} s");
        }
        catch (IOException problem)
        {
            throw new LaunchFailure($"{kind} can't be stored in {cacheRoot}: {problem.Message}");
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    /// <summary>What fetches that were killed left behind. The gate is held, so none is under way.</summary>
    private void RemovePartials()
    {
        var parent = Path.GetDirectoryName(Folder)!;
        foreach (var left in Directory.EnumerateDirectories(parent, $"{Key}.partial-*"))
            Directory.Delete(left, recursive: true);
    }

    private static string? NonEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
