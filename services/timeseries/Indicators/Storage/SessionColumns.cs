using System.Globalization;
using Platform.ClickHouse;
using Platform.Timeseries.Candles.Sessions;
using Platform.Timeseries.Indicators.Measures;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>The columns of sessions_data that say which session a row is of. Times count in whole seconds, as they do for candles.</summary>
internal static class SessionColumns
{
    private const string Opens = "toInt64(toUnixTimestamp(session_open_time))";
    private const string Closes = "toInt64(toUnixTimestamp(session_close_time))";

    /// <summary>A row's key beside its timestamp, as <see cref="KeyOf"/> writes it.</summary>
    public const string KeySql =
        $"concat(toString({Opens}), ' ', toString({Closes}), ' ', toString(session_type))";

    /// <summary>What <see cref="Read"/> takes.</summary>
    public const string ReadSql = $"toString(session_type), {Opens}, {Closes}";

    public static string KeyOf(SessionOccurrence session) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{session.OpenUs / MicroTime.PerSecond} {session.CloseUs / MicroTime.PerSecond} {session.Name}"
        );

    public static SessionOccurrence Read(Block block, int row, int first) =>
        new(
            (string)block[first].GetValue(row)!,
            block.Values<long>(first + 1)[row] * MicroTime.PerSecond,
            block.Values<long>(first + 2)[row] * MicroTime.PerSecond
        );

    public static IEnumerable<(string Name, Column Column)> Of(
        IReadOnlyCollection<SessionOccurrence> sessions
    )
    {
        string[] names = [.. sessions.Select(one => one.Name).Distinct()];
        int[] places = [.. sessions.Select(one => Array.IndexOf(names, one.Name))];
        yield return ("session_type", Column.LowCardinality(names, places));
        yield return ("session_open_time", Times(sessions.Select(one => one.OpenUs)));
        yield return ("session_close_time", Times(sessions.Select(one => one.CloseUs)));
        yield return (
            "source_client",
            Column.LowCardinality([SessionTable.FiguresBy], new int[sessions.Count])
        );
    }

    private static Column<long> Times(IEnumerable<long> timesUs) =>
        Column.Of<long>("DateTime64(3, 'UTC')", timesUs.Select(time => time / 1_000).ToArray());
}
