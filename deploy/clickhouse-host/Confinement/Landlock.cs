using System.Runtime.InteropServices;

namespace Platform.ClickHouseHost.Confinement;

/// <summary>What a rule lets a process do to files, as in linux/landlock.h.</summary>
[Flags]
internal enum FileAccessRights : ulong
{
    None = 0,
    Execute = 1 << 0,
    WriteFile = 1 << 1,
    ReadFile = 1 << 2,
    ReadDirectory = 1 << 3,
    RemoveDirectory = 1 << 4,
    RemoveFile = 1 << 5,
    MakeDevice = (1 << 6) | (1 << 11),
    MakeDirectory = 1 << 7,
    MakeFile = 1 << 8,
    MakeSocket = 1 << 9,
    MakePipe = 1 << 10,
    MakeLink = 1 << 12,

    /// <summary>Renaming between directories; kernels of ABI 2 on.</summary>
    Refer = 1 << 13,

    /// <summary>Kernels of ABI 3 on.</summary>
    Truncate = 1 << 14,

    Read = ReadFile | ReadDirectory,
    OfFile = Execute | WriteFile | ReadFile | Truncate,
    All = (1 << 15) - 1,
}

/// <summary>A set of Landlock rules: whatever none of them allows is refused to this process and all it starts.</summary>
internal sealed unsafe partial class Landlock : IDisposable
{
    private const long CreateRuleset = 444;
    private const long AddRule = 445;
    private const long RestrictSelf = 446;
    private const int AskVersion = 1;
    private const int PathBeneath = 1;
    private const int NoNewPrivileges = 38;
    private const int OpenPathOnly = 0x200000;
    private const int CloseOnExec = 0x80000;

    private readonly int ruleset;
    private readonly FileAccessRights handled;

    private Landlock(int ruleset, FileAccessRights handled)
    {
        this.ruleset = ruleset;
        this.handled = handled;
    }

    /// <summary>Null where the kernel has no Landlock, or has it switched off.</summary>
    public static Landlock? TryCreate()
    {
        var version = Call(CreateRuleset, 0, 0, AskVersion);
        if (version < 1)
        {
            return null;
        }

        var handled = FileAccessRights.All;
        handled &= version < 2 ? ~FileAccessRights.Refer : handled;
        handled &= version < 3 ? ~FileAccessRights.Truncate : handled;
        var attributes = (ulong)handled;
        var ruleset = (int)Call(CreateRuleset, (nint)(&attributes), sizeof(ulong), 0);
        return ruleset < 0 ? null : new Landlock(ruleset, handled);
    }

    /// <summary>Allows something to a file, or to a directory and all below it; nothing when it isn't there.</summary>
    public void Allow(string path, FileAccessRights rights)
    {
        var isFile = !Directory.Exists(path);
        var descriptor = Open(path, OpenPathOnly | CloseOnExec);
        if (descriptor < 0)
        {
            return;
        }

        var rule = new PathRule
        {
            Allowed = (ulong)(rights & handled & (isFile ? FileAccessRights.OfFile : handled)),
            Parent = descriptor,
        };
        var failed = Call(AddRule, ruleset, PathBeneath, (nint)(&rule)) != 0;
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        if (failed)
        {
            throw new StartException($"Access to '{path}' can't be settled: {error}");
        }
    }

    /// <summary>Puts the rules into force for the calling thread and all it starts, for good.</summary>
    public void Enforce()
    {
        if (Control(NoNewPrivileges, 1, 0, 0, 0) != 0 || Call(RestrictSelf, ruleset, 0, 0) != 0)
        {
            throw new StartException(
                $"The process can't be confined: {Marshal.GetLastPInvokeErrorMessage()}; --Host:Confine=false runs it unconfined"
            );
        }
    }

    public void Dispose() => _ = Close(ruleset);

    private static long Call(long number, nint one, nint two, nint three) =>
        SystemCall(number, one, two, three, 0);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Allowed;
        public int Parent;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, nint one, nint two, nint three, nint four);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint one, nuint two, nuint three, nuint four);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
