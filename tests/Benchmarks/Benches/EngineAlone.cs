using System.Diagnostics;
using System.Globalization;
using System.Text;
using Platform.ClickHouseHost;
using Platform.ClickHouseHost.Engine;
using Platform.Launcher.Native;

namespace Platform.Benchmarks.Benches;

/// <summary>
/// The child process of <see cref="EngineReference"/>: libchdb on a directory of its own, fed Native blocks from files, without
/// HTTP, driver or service. Prints one rate a round.
/// </summary>
internal static class EngineAlone
{
    public const string Word = "engine-alone";

    public static async Task<string> LibraryAsync() =>
        EngineLibraries.Chdb(await PackageCache.Engines.EnsureAsync(_ => { }));

    /// <param name="arguments">libchdb.so, the folder with the blocks and table.sql, rounds.</param>
    public static int Run(string[] arguments)
    {
        var folder = arguments[1];
        var rounds = int.Parse(arguments[2], CultureInfo.InvariantCulture);
        byte[][] blocks =
        [
            .. Directory
                .GetFiles(folder, "*.native")
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes),
        ];
        using var engine = Engine.Start(
            new EngineHostOptions
            {
                Path = Path.Combine(folder, "engine"),
                Library = arguments[0],
                Connections = 1,
            }
        );
        var connection = engine.Connections[0];
        connection.Execute("USE trading_data");
        connection.Execute(File.ReadAllText(Path.Combine(folder, "table.sql")));
        Insert(connection, blocks);
        for (var round = 0; round < rounds; round++)
        {
            connection.Execute("TRUNCATE TABLE ticks");
            var clock = Stopwatch.StartNew();
            Insert(connection, blocks);
            var rows = double.Parse(
                connection.Lines("SELECT count() FROM ticks")[0],
                CultureInfo.InvariantCulture
            );
            var rate = rows / clock.Elapsed.TotalSeconds;
            Console.WriteLine(rate.ToString("R", CultureInfo.InvariantCulture));
        }
        return 0;
    }

    private static void Insert(EngineConnection connection, byte[][] blocks)
    {
        using var none = new QueryParameters([]);
        var head = Encoding.UTF8.GetBytes("INSERT INTO trading_data.ticks");
        foreach (var block in blocks)
        {
            using var stream = connection.OpenInsert(head, "Native", none);
            stream.Append(block);
            _ = stream.Done();
        }
    }
}
