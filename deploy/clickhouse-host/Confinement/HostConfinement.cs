using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Platform.ClickHouseHost.Confinement;

/// <summary>
/// Keeps the process to its own files. In the embedded engine a mere SELECT can read any file the process may read
/// (function file(), also by way of a column's default), and a table or dictionary can write files and run commands; no
/// privilege of the engine covers all of these, so the kernel has to. The rules hold for threads started later only,
/// and the runtime has threads already: so the process starts itself over under the rules, keeping its id.
/// </summary>
internal static unsafe partial class HostConfinement
{
    // Set for the second start: the descriptor of the opened password file, which can't be opened again then.
    private const string Mark = "PLATFORM_CLICKHOUSE_HOST_CONFINED";

    private static readonly string Program = File.ResolveLinkTarget(
        "/proc/self/exe",
        returnFinalTarget: true
    )!.FullName;

    /// <summary>Whether the process runs under the rules.</summary>
    public static bool IsInForce { get; } =
        Environment.GetEnvironmentVariable(Mark) is { Length: > 0 };

    /// <summary>
    /// Returns once the process is confined, with the password file opened before; null when it is not confined, by
    /// option or because the kernel can't.
    /// </summary>
    public static FileStream? Enter(EngineHostOptions options, string contentRoot)
    {
        if (Environment.GetEnvironmentVariable(Mark) is { Length: > 0 } descriptor)
        {
            var handle = new SafeFileHandle(
                int.Parse(descriptor, CultureInfo.InvariantCulture),
                ownsHandle: true
            );
            return new FileStream(handle, FileAccess.Read);
        }

        if (!options.Confine)
        {
            return null;
        }

        using var rules = Landlock.TryCreate();
        if (rules is null)
        {
            return null;
        }

        Engine.EngineFiles.CreateFolder(options);
        Allow(rules, options, contentRoot);
        var passwordFile = OpenFile(options.PasswordFile, flags: 0);
        rules.Enforce();
        StartOver(passwordFile);
        throw new StartException(
            $"The host can't start itself over: {Marshal.GetLastPInvokeErrorMessage()}; --Host:Confine=false runs it unconfined"
        );
    }

    private static void Allow(Landlock rules, EngineHostOptions options, string contentRoot)
    {
        const FileAccessRights read = FileAccessRights.Read;
        rules.Allow(options.Path, FileAccessRights.All & ~FileAccessRights.Execute);
        if (options.BackupsPath.Length > 0)
        {
            rules.Allow(options.BackupsPath, FileAccessRights.All & ~FileAccessRights.Execute);
        }

        // The program, its runtime, and the engine's library.
        rules.Allow(Program, read | FileAccessRights.Execute);
        foreach (var loader in Directory.EnumerateFiles("/lib64", "ld-linux*"))
        {
            rules.Allow(Path.GetFullPath(loader), read | FileAccessRights.Execute);
        }

        rules.Allow(Path.GetDirectoryName(Program)!, read);
        rules.Allow(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."), read);
        rules.Allow(AppContext.BaseDirectory, read);
        rules.Allow(options.Library, read);
        rules.Allow(contentRoot, FileAccessRights.ReadDirectory);
        foreach (var settings in Directory.EnumerateFiles(contentRoot, "appsettings*.json"))
        {
            rules.Allow(settings, read);
        }

        // What the C library, the runtime and OpenSSL look at. Nothing here is secret.
        foreach (
            var directory in new[] { "/lib", "/lib64", "/usr/lib", "/etc/dotnet", "/proc", "/sys" }
        )
        {
            rules.Allow(directory, read);
        }

        foreach (
            var file in new[]
            {
                "/etc/ld.so.cache",
                "/etc/localtime",
                "/etc/timezone",
                "/etc/hosts",
                "/etc/host.conf",
                "/etc/resolv.conf",
                "/etc/nsswitch.conf",
                "/etc/gai.conf",
                "/etc/ssl/openssl.cnf",
                "/usr/share/zoneinfo",
                "/dev/urandom",
                "/dev/random",
                "/dev/zero",
            }
        )
        {
            rules.Allow(file, read);
        }

        rules.Allow("/dev/null", read | FileAccessRights.WriteFile);

        // The runtime's diagnostic port is a socket there.
        rules.Allow(Path.GetTempPath(), FileAccessRights.MakeSocket | FileAccessRights.RemoveFile);
    }

    // The same program, arguments and process id, with the mark in its environment.
    private static void StartOver(int passwordFile)
    {
        var arguments = File.ReadAllBytes("/proc/self/cmdline");
        var environment = Encoding.UTF8.GetBytes(
            $"{Mark}={passwordFile.ToString(CultureInfo.InvariantCulture)}\0"
        );
        environment = [.. environment, .. File.ReadAllBytes("/proc/self/environ")];
        fixed (byte* argumentBytes = arguments)
        fixed (byte* environmentBytes = environment)
        fixed (nint* argumentList = Split(argumentBytes, arguments))
        fixed (nint* environmentList = Split(environmentBytes, environment))
        {
            _ = Execute(Program, argumentList, environmentList);
        }
    }

    // Addresses of strings that each end with a NUL, and a null at the end.
    private static nint[] Split(byte* start, ReadOnlySpan<byte> strings)
    {
        var addresses = new List<nint>();
        for (var position = 0; position < strings.Length; )
        {
            addresses.Add((nint)(start + position));
            position += strings[position..].IndexOf((byte)0) + 1;
        }

        addresses.Add(0);
        return [.. addresses];
    }

    [LibraryImport(
        "libc",
        EntryPoint = "open",
        StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true
    )]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport(
        "libc",
        EntryPoint = "execve",
        StringMarshalling = StringMarshalling.Utf8,
        SetLastError = true
    )]
    private static partial int Execute(string path, nint* arguments, nint* environment);
}
