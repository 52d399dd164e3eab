using System.Globalization;
using System.Xml.Linq;

namespace Platform.ClickHouseHost.Engine;

/// <summary>The engine's directory: who holds it, and the configuration written into it at each start.</summary>
internal sealed class EngineFiles : IDisposable
{
    private const string BackupsDisk = "backups";

    private readonly FileStream held;

    private EngineFiles(string root, FileStream held)
    {
        Root = root;
        this.held = held;
    }

    public string Root { get; }

    public string ConfigurationFile => Path.Combine(Root, "host", "engine.xml");

    private string UsersFile => Path.Combine(Root, "host", "users.xml");

    /// <exception cref="StartException">Another process holds the directory, or it can't be made.</exception>
    public static EngineFiles Take(EngineHostOptions options)
    {
        var root = CreateFolder(options);
        FileStream held;
        try
        {
            var lockFile = Path.Combine(root, "host", "lock");
            held = new FileStream(lockFile, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (IOException error)
        {
            throw new StartException(
                $"Host:Path '{root}' is in use by another ClickHouse host; stop that one or choose another directory",
                error
            );
        }

        var files = new EngineFiles(root, held);
        files.Write(options);
        return files;
    }

    /// <summary>Makes sure that the directories are there; returns the full path of the data's.</summary>
    /// <exception cref="StartException">One can't be made.</exception>
    public static string CreateFolder(EngineHostOptions options)
    {
        var root = Path.GetFullPath(options.Path);
        Create(Path.Combine(root, "host"), $"Host:Path '{root}'");
        if (options.BackupsPath.Length > 0)
        {
            Create(options.BackupsPath, $"Host:BackupsPath '{options.BackupsPath}'");
        }
        return root;
    }

    private static void Create(string folder, string option)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"{option} can't be written: {error.Message}", error);
        }
    }

    public void Dispose() => held.Dispose();

    private void Write(EngineHostOptions options)
    {
        new XElement(
            "clickhouse",
            new XElement("users_config", UsersFile),
            new XElement("max_server_memory_usage", options.EngineMemoryBytesMax),
            new XElement(
                "merge_tree",
                new XElement("old_parts_lifetime", options.OldPartsSeconds),
                new XElement("fsync_after_insert", options.FsyncInserts ? 1 : 0),
                new XElement("fsync_part_directory", options.FsyncInserts ? 1 : 0)
            ),
            Backups(options)
        ).Save(ConfigurationFile);

        new XElement(
            "clickhouse",
            new XElement("profiles", new XElement("default", Settings(options))),
            new XElement(
                "users",
                new XElement(
                    "default",
                    new XElement("password"),
                    new XElement("networks", new XElement("ip", "::/0")),
                    new XElement("profile", "default"),
                    new XElement("quota", "default"),
                    new XElement("grants", Grants())
                )
            ),
            new XElement("quotas", new XElement("default"))
        ).Save(UsersFile);
    }

    // The one place that BACKUP and RESTORE may use: Disk('backups', 'name').
    private static IEnumerable<XElement> Backups(EngineHostOptions options)
    {
        if (options.BackupsPath.Length == 0)
        {
            yield break;
        }

        yield return new XElement(
            "storage_configuration",
            new XElement(
                "disks",
                new XElement(
                    BackupsDisk,
                    new XElement("type", "local"),
                    new XElement("path", Path.GetFullPath(options.BackupsPath) + "/")
                )
            )
        );
        yield return new XElement("backups", new XElement("allowed_disk", BackupsDisk));
    }

    private static IEnumerable<XElement> Settings(EngineHostOptions options)
    {
        // The embedded engine's defaults differ from a server's: it would answer inserts before they are stored, and
        // read any text as an expression to select.
        yield return new XElement("async_insert", 0);
        yield return new XElement("implicit_select", 0);
        yield return new XElement("allow_introspection_functions", 0);
        yield return new XElement("max_memory_usage", options.QueryMemoryBytesMax);
        yield return new XElement("max_execution_time", options.QuerySecondsMax);
        yield return new XElement("max_query_size", options.QueryTextBytesMax);
        if (options.QueryThreads > 0)
        {
            yield return new XElement("max_threads", options.QueryThreads);
        }

        yield return new XElement(
            "constraints",
            new XElement(
                "max_memory_usage",
                new XElement("min", 1),
                new XElement("max", options.QueryMemoryBytesMax)
            ),
            // Marks which connection runs a query, for cancelling it; no request may forge it.
            new XElement(Engine.TagSetting, new XElement("const"))
        );
    }

    // All of the store, none of the machine: the embedded engine reads and writes any file its process can.
    private static IEnumerable<XElement> Grants() =>
        [new XElement("query", "GRANT ALL ON *.*"), new XElement("query", "REVOKE SOURCES ON *.*")];
}
