using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace Platform.ClickHouseHost.Tests.Support;

/// <summary>
/// Where the native engine and the node client are: the variable PLATFORM_CHDB_LIBRARY, else the launcher's cache, else
/// fetched once by npm into a cache of the tests, as the lock files pin them.
/// </summary>
internal static class Packages
{
    private const string Library = "node_modules/@chdb/lib-linux-x64-gnu/libchdb.so";

    public static string RepoRoot { get; } =
        Assembly
            .GetExecutingAssembly()
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepoRoot")
            .Value!;

    public static string ChdbLibrary { get; } = FindLibrary();

    /// <summary>A folder whose node_modules are those of a folder's lock file.</summary>
    public static string Install(string pinFolder)
    {
        var folder = Path.Combine(CacheRoot, "test-packages", KeyOf(pinFolder));
        var mark = Path.Combine(folder, "complete");
        Directory.CreateDirectory(folder);
        using var gate = WaitFor(folder + ".lock");
        if (!File.Exists(mark))
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(pinFolder, file), Path.Combine(folder, file), true);
            }

            Npm(folder);
            File.WriteAllText(mark, "");
        }

        return folder;
    }

    private static string FindLibrary()
    {
        if (
            Environment.GetEnvironmentVariable("PLATFORM_CHDB_LIBRARY") is { Length: > 0 } named
            && File.Exists(named)
        )
        {
            return named;
        }

        var pins = Path.Combine(RepoRoot, "eng/native");
        var fetched = Path.Combine(CacheRoot, "engines", KeyOf(pins), Library);
        return File.Exists(fetched) ? fetched : Path.Combine(Install(pins), Library);
    }

    private static string CacheRoot =>
        Environment.GetEnvironmentVariable("PLATFORM_CACHE") is { Length: > 0 } named
            ? named
            : Path.Combine(
                Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                    ? xdg
                    : Path.Combine(
                        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                        ".cache"
                    ),
                "platform"
            );

    private static string KeyOf(string pinFolder) =>
        Convert.ToHexStringLower(
            SHA256.HashData(File.ReadAllBytes(Path.Combine(pinFolder, "package-lock.json")))
        )[..16];

    private static FileStream WaitFor(string lockFile)
    {
        using var never = new ManualResetEventSlim();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(lockFile, FileMode.Create, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (attempt < 600)
            {
                never.Wait(500);
            }
        }
    }

    private static void Npm(string folder)
    {
        using var npm = Process.Start(
            new ProcessStartInfo("npm", "ci --ignore-scripts --no-audit --no-fund --loglevel=error")
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
            }
        )!;
        var errors = npm.StandardError.ReadToEnd();
        npm.WaitForExit();
        npm.ExitCode.ShouldBe(0, errors);
    }
}
