using System.Globalization;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost;

/// <summary>Checks the options at start; each complaint names the key, the value and what is allowed.</summary>
internal static class EngineHostOptionsRules
{
    public static EngineHostOptions Read(IConfiguration configuration)
    {
        var options = Bind(configuration.GetSection(EngineHostOptions.Section));
        if (options.Library.Length == 0)
        {
            var library = Environment.GetEnvironmentVariable("PLATFORM_CHDB_LIBRARY");
            options = options with { Library = library ?? "" };
        }

        Check(options);
        return options;
    }

    private static EngineHostOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<EngineHostOptions>(binder =>
                    binder.ErrorOnUnknownConfiguration = true
                ) ?? new EngineHostOptions();
        }
        catch (InvalidOperationException error)
        {
            // The outer message names the key of a value that doesn't convert, or the keys that don't exist.
            throw new StartException(
                $"Section {EngineHostOptions.Section}: {error.Message}",
                error
            );
        }
    }

    private static void Check(EngineHostOptions options)
    {
        Require(options.Path.Length > 0, "Path", options.Path, "a directory for the engine's data");
        Require(
            File.Exists(options.Library),
            "Library",
            options.Library,
            "the file libchdb.so (or the variable PLATFORM_CHDB_LIBRARY)"
        );
        Require(options.User.Length > 0, "User", options.User, "a user name");
        Require(
            File.Exists(options.PasswordFile),
            "PasswordFile",
            options.PasswordFile,
            "an existing file with the user's password"
        );
        Require(
            SqlText.IsWord(options.Database),
            "Database",
            options.Database,
            "letters, digits and underscores, not starting with a digit"
        );
        InRange("Connections", options.Connections, 1, 64);
        InRange("QueueLength", options.QueueLength, 0, 100_000);
        InRange("QueueWaitMsMax", options.QueueWaitMsMax, 0, 600_000);
        InRange("QueryMemoryBytesMax", options.QueryMemoryBytesMax, 16L << 20, long.MaxValue);
        InRange("EngineMemoryBytesMax", options.EngineMemoryBytesMax, 256L << 20, long.MaxValue);
        InRange("HeldResultBytesMax", options.HeldResultBytesMax, 1L << 20, 1L << 30);
        InRange("QueryThreads", options.QueryThreads, 0, 256);
        InRange("QuerySecondsMax", options.QuerySecondsMax, 0, 86_400);
        InRange("QueryTextBytesMax", options.QueryTextBytesMax, 1 << 10, 64 << 20);
        InRange("BodyBytesMax", options.BodyBytesMax, 1L << 20, long.MaxValue);
        InRange("StalledClientSecondsMax", options.StalledClientSecondsMax, 2, 86_400);
        InRange("OldPartsSeconds", options.OldPartsSeconds, 0, 86_400);
        InRange("DrainSeconds", options.DrainSeconds, 0, 600);
    }

    private static void InRange(string key, long value, long from, long to) =>
        Require(
            value >= from && value <= to,
            key,
            value.ToString(CultureInfo.InvariantCulture),
            to == long.MaxValue ? $"{from} or more" : $"{from} to {to}"
        );

    private static void Require(bool holds, string key, string value, string allowed)
    {
        if (!holds)
        {
            throw new StartException(
                $"{EngineHostOptions.Section}:{key} is '{value}', but must be {allowed}"
            );
        }
    }
}
