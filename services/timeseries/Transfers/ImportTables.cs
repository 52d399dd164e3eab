using System.Security.Cryptography;
using System.Text;

namespace Platform.Timeseries.Transfers;

/// <summary>Names of the tables an import has for itself: of one source into one target, the same each time it is given.</summary>
internal static class ImportTables
{
    private const string Prefix = "platform_import_";

    public static string Stage(string source, string target) =>
        $"{Prefix}stage_{Id(source, target)}";

    public static string Check(string source, string target) =>
        $"{Prefix}check_{Id(source, target)}";

    /// <summary>Whether the table comes and goes with an import.</summary>
    public static bool IsPassing(string table) =>
        table.StartsWith(Prefix, StringComparison.Ordinal) && !ImportJournal.IsOwn(table);

    private static string Id(string source, string target) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target}\n{source}")))[
            ..32
        ];
}
