using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Timeseries.Candles.Sessions;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>One session of one day: [open, close).</summary>
internal sealed record SessionOccurrence(string Name, long OpenUs, long CloseUs);

/// <summary>When a symbol's sessions are: as table sessions_data says, or else the standard ones.</summary>
internal sealed class SessionCalendar(ClickHouseClient clickHouse, IOptions<MeasureOptions> options)
{
    private const int UnknownTable = 60;
    private const int NamesMax = 100;

    // Times in the table are milliseconds; candles count whole seconds of them, and so do these.
    private const string Occurrences =
        "SELECT DISTINCT session_type, toInt64(toUnixTimestamp(session_open_time)) * 1000000 AS opens, "
        + "toInt64(toUnixTimestamp(session_close_time)) * 1000000 AS closes FROM sessions_data "
        + $"WHERE {SessionTable.AreWindows} "
        + "AND symbol = {symbol:String} AND closes > opens "
        + "AND (empty({names:Array(String)}) OR session_type IN {names:Array(String)}) ";

    private const string RangeSql =
        Occurrences
        + "AND opens >= {start:Int64} AND opens < {end:Int64} "
        + "AND (opens, session_type, closes) > ({o:Int64}, {n:String}, {c:Int64}) "
        + "ORDER BY opens, session_type, closes LIMIT {limit:UInt32}";

    private const string AtSql =
        Occurrences
        + "AND opens <= {start:Int64} AND closes > {start:Int64} "
        + "AND (opens, session_type, closes) > ({o:Int64}, {n:String}, {c:Int64}) "
        + "ORDER BY opens, session_type, closes LIMIT {limit:UInt32}";

    private const string OverlappingSql =
        Occurrences
        + "AND opens < {end:Int64} AND closes > {start:Int64} "
        + "AND (opens, session_type, closes) > ({o:Int64}, {n:String}, {c:Int64}) "
        + "ORDER BY opens, session_type, closes LIMIT {limit:UInt32}";

    // No standard session is longer.
    private const long DayUs = 86_400 * MicroTime.PerSecond;
    private const int OverlappingAtOnce = 1_000;

    /// <summary>The names of the symbol's sessions in the table; none: the standard ones hold.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(
        string symbol,
        CancellationToken cancellation
    )
    {
        try
        {
            var rows = await clickHouse.QueryRowsAsync(
                "SELECT DISTINCT session_type FROM sessions_data WHERE symbol = {symbol:String} "
                    + $"AND {SessionTable.AreWindows} "
                    + "ORDER BY session_type LIMIT {limit:UInt32}",
                new QueryParameters { { "symbol", symbol }, { "limit", (uint)NamesMax } },
                MeasureChecks.Settings(options.Value),
                ct: cancellation
            );
            return [.. rows.Select(row => (string)row[0]!)];
        }
        catch (ClickHouseException absent) when (absent.Code == UnknownTable)
        {
            // No pack with sessions is applied, so there is none.
            return [];
        }
    }

    public static void CheckNames(IReadOnlyList<string> asked, IEnumerable<string> known)
    {
        if (asked.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            var named = unknown.Length <= 64 ? unknown : unknown[..64];
            PlatformErrors.ThrowInvalid(
                (
                    "names",
                    $"The symbol has no session '{named}'; it has {string.Join(", ", known)}."
                )
            );
        }
    }

    /// <summary>Every session of the symbol that has a moment in a range, by opening.</summary>
    public async Task<List<SessionOccurrence>> OverlappingAsync(
        string symbol,
        long startUs,
        long endUs,
        CancellationToken cancellation
    )
    {
        if ((await NamesAsync(symbol, cancellation)).Count == 0)
        {
            var standard = Standard([], startUs - DayUs, endUs, null, int.MaxValue);
            standard.RemoveAll(one => one.CloseUs <= startUs);
            return standard;
        }
        var all = new List<SessionOccurrence>();
        List<SessionOccurrence> page;
        do
        {
            page = await QueryAsync(
                OverlappingSql,
                symbol,
                [],
                startUs,
                endUs,
                all.LastOrDefault(),
                OverlappingAtOnce,
                cancellation
            );
            all.AddRange(page);
        } while (page.Count == OverlappingAtOnce);
        return all;
    }

    /// <summary>Sessions of the table by opening, name and closing, behind one of them; <paramref name="endUs"/> 0: those open at the start.</summary>
    public Task<List<SessionOccurrence>> StoredAsync(
        string symbol,
        IReadOnlyList<string> names,
        long startUs,
        long endUs,
        SessionOccurrence? after,
        int limit,
        CancellationToken cancellation
    ) =>
        QueryAsync(
            endUs == 0 ? AtSql : RangeSql,
            symbol,
            names,
            startUs,
            endUs,
            after,
            limit,
            cancellation
        );

    private async Task<List<SessionOccurrence>> QueryAsync(
        string sql,
        string symbol,
        IReadOnlyList<string> names,
        long startUs,
        long endUs,
        SessionOccurrence? after,
        int limit,
        CancellationToken cancellation
    )
    {
        var parameters = new QueryParameters
        {
            { "symbol", symbol },
            { "names", names },
            { "start", startUs },
            { "o", after?.OpenUs ?? long.MinValue },
            { "n", after?.Name ?? "" },
            { "c", after?.CloseUs ?? 0 },
            { "limit", (uint)limit },
        };
        if (endUs != 0)
        {
            parameters.Add("end", endUs);
        }
        var rows = await clickHouse.QueryRowsAsync(
            sql,
            parameters,
            MeasureChecks.Settings(options.Value),
            limit,
            cancellation
        );
        return
        [
            .. rows.Select(row => new SessionOccurrence(
                (string)row[0]!,
                (long)row[1]!,
                (long)row[2]!
            )),
        ];
    }

    /// <summary>The same of the standard sessions.</summary>
    public static List<SessionOccurrence> Standard(
        IReadOnlyList<string> names,
        long startUs,
        long endUs,
        SessionOccurrence? after,
        int limit
    )
    {
        var windows = SessionWindow.Standard.Where(one =>
            names.Count == 0 || names.Contains(one.Name)
        );
        if (endUs == 0)
        {
            return
            [
                .. windows
                    .Where(window => window.OpenedAt(startUs) is not null)
                    .Select(window => OccurrenceOf(window, window.OpenedAt(startUs)!.Value))
                    .OrderBy(one => one.OpenUs)
                    .ThenBy(one => one.Name, StringComparer.Ordinal)
                    .Where(one => IsBehind(one, after))
                    .Take(limit),
            ];
        }
        var found = new List<SessionOccurrence>();
        foreach (var window in windows)
        {
            var open = window.NextOpen(Math.Max(startUs, after?.OpenUs ?? startUs));
            for (var taken = 0; open < endUs && taken < limit; open = window.NextOpen(open + 1))
            {
                var one = OccurrenceOf(window, open);
                if (IsBehind(one, after))
                {
                    found.Add(one);
                    taken++;
                }
            }
        }
        return
        [
            .. found
                .OrderBy(one => one.OpenUs)
                .ThenBy(one => one.Name, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    private static bool IsBehind(SessionOccurrence one, SessionOccurrence? after) =>
        after is null
        || one.OpenUs > after.OpenUs
        || (one.OpenUs == after.OpenUs && string.CompareOrdinal(one.Name, after.Name) > 0);

    private static SessionOccurrence OccurrenceOf(SessionWindow window, long openUs) =>
        new(window.Name, openUs, openUs + (window.LengthMinutes * 60 * MicroTime.PerSecond));
}
