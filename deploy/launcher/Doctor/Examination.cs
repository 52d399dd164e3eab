using System.Globalization;
using Platform.Launcher.Manifest;
using Platform.Launcher.Native;
using Platform.Launcher.Preflight;
using Platform.Launcher.Processes;
using Platform.Launcher.State;

namespace Platform.Launcher.Doctor;

/// <summary>Looks at all the suite needs of this machine. Changes nothing.</summary>
internal sealed class Examination(SuiteLayout layout)
{
    private const double GiB = 1024.0 * 1024 * 1024;
    private const double MemoryGiBWanted = 4;
    private const int NodeMajorMin = 18;

    public async Task<IReadOnlyList<Finding>> RunAsync() =>
        [
            await DotnetAsync(),
            await NodeAsync(),
            await ProgramAsync("npm", "--version", "apt-get install npm"),
            await ProgramAsync("setpriv", "--version", "apt-get install util-linux"),
            await ProgramAsync("setsid", "--version", "apt-get install util-linux"),
            await ProgramAsync("git", "--version", "apt-get install git"),
            Cache("native engines", PackageCache.Engines, "./platform up"),
            Cache("contract tools", PackageCache.Tools, "./platform test"),
            Cache("PostgreSQL of the tests", PackageCache.PostgreSql, "./platform test"),
            await LibrariesAsync(),
            .. Ports(),
            Disk(),
            Memory(),
            await OptionalAsync("redis-server", "--version", "the fanout benchmark's reference"),
            await OptionalAsync(
                "clickhouse-server",
                "--version",
                "a second server for the driver's tests"
            ),
        ];

    private static async Task<Finding> DotnetAsync()
    {
        var version = await Tool.VersionAsync("dotnet", "--version");
        return version?.StartsWith("10.", StringComparison.Ordinal) == true
            ? new Finding(".NET SDK", Verdict.Ok, version)
            : new Finding(
                ".NET SDK",
                Verdict.Missing,
                version ?? "none",
                "install the .NET 10 SDK (dotnet.microsoft.com, or your distribution's dotnet-sdk-10.0)"
            );
    }

    private static async Task<Finding> NodeAsync()
    {
        var version = await Tool.VersionAsync("node", "--version");
        var major = version?.TrimStart('v').Split('.')[0];
        return
            int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= NodeMajorMin
            ? new Finding("node", Verdict.Ok, version!)
            : new Finding(
                "node",
                Verdict.Missing,
                version ?? "none",
                $"install Node.js {NodeMajorMin} or later (apt-get install nodejs): npm fetches the engines with it"
            );
    }

    private static async Task<Finding> ProgramAsync(
        string program,
        string argument,
        string remedy
    ) =>
        await Tool.VersionAsync(program, argument) is { } version
            ? new Finding(program, Verdict.Ok, version)
            : new Finding(program, Verdict.Missing, "none", remedy);

    private static async Task<Finding> OptionalAsync(string program, string argument, string use) =>
        await Tool.VersionAsync(program, argument) is { } version
            ? new Finding(program, Verdict.Ok, version)
            : new Finding(program, Verdict.Note, $"not there; {use}", $"apt-get install {program}");

    private static Finding Cache(string what, PackageCache cache, string fetcher)
    {
        if (!cache.IsPresent)
            return new Finding(what, Verdict.Note, "not fetched yet", $"{fetcher} fetches it once");
        var harm = FileManifest.Read(cache.Folder).FindHarm(cache.Folder, readAll: true);
        return harm is null
            ? new Finding(what, Verdict.Ok, $"{cache.Folder}, every file as fetched")
            : new Finding(what, Verdict.Missing, harm, $"{fetcher} fetches it anew");
    }

    private static async Task<Finding> LibrariesAsync()
    {
        const string What = "shared libraries";
        var library = EngineLibraries.Chdb(PackageCache.Engines.NodeModules);
        if (!File.Exists(library))
            return new Finding(What, Verdict.Note, "known once the engines are fetched");
        var linked = await Tool.RunAsync("ldd", [library]);
        var missing = linked
            .Lines.Where(line => line.Contains("not found"))
            .Select(line => line.Trim())
            .ToList();
        return missing.Count == 0
            ? new Finding(What, Verdict.Ok, "all that libchdb.so links to is there")
            : new Finding(
                What,
                Verdict.Missing,
                string.Join(", ", missing),
                "install the packages that carry them"
            );
    }

    private IEnumerable<Finding> Ports()
    {
        var running = RunState.Read(layout) is { LauncherIsAlive: true };
        var file = TyeReader.Read(TyeReader.DefaultPath);
        foreach (var service in file.Services)
        {
            foreach (var binding in service.Bindings)
            {
                var what = $"port {binding.Port} ({service.Name})";
                if (PortCheck.IsFree(binding.Port))
                    yield return new Finding(what, Verdict.Ok, "free");
                else if (running)
                    yield return new Finding(what, Verdict.Ok, "the suite is running");
                else
                    yield return new Finding(
                        what,
                        Verdict.Missing,
                        $"taken by {PortCheck.HolderOf(binding.Port) ?? "another user's process"}",
                        "end that, or start with --ports auto"
                    );
            }
        }
    }

    private Finding Disk()
    {
        var folder = layout.Data;
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder)!;
        var free = DiskCheck.FreeBytes(folder);
        var found = $"{free / GiB:0.0} GiB free at {folder}";
        return free >= DiskCheck.MinFreeBytes
            ? new Finding("disk", Verdict.Ok, found)
            : new Finding(
                "disk",
                Verdict.Missing,
                found,
                "free some, or use --data on another disk"
            );
    }

    private static Finding Memory()
    {
        var line = File.ReadLines("/proc/meminfo")
            .First(line => line.StartsWith("MemAvailable", StringComparison.Ordinal));
        var kib = long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );
        var gib = kib * 1024 / GiB;
        return gib >= MemoryGiBWanted
            ? new Finding("memory", Verdict.Ok, $"{gib:0.0} GiB available")
            : new Finding(
                "memory",
                Verdict.Note,
                $"{gib:0.0} GiB available",
                $"{MemoryGiBWanted} GiB are comfortable"
            );
    }
}
