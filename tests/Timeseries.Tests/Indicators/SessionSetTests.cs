using System.Globalization;
using Grpc.Core;
using Platform.Timeseries.Tests.Indicators.Measures;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>A configured set of sessions: those that have ended are stored, and when sessions are stays what others say.</summary>
[Collection("tight suite")]
public class SessionSetTests(TightSuite suite)
{
    private const string Symbol = TightSuite.SessionSymbol;
    private const long Minute = 60_000_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    // The last Wednesday that is over for two days: on it and the day before every standard session is held.
    private static readonly long Wednesday = LastWednesday(
        DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 86_400 - 2
    );

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());

    [Fact]
    public async Task A_session_that_has_ended_is_stored_and_moves_no_session()
    {
        await StoredSets.CreateTableAsync(suite, "sessions_data");
        await WriteAsync(1, 0, 10 * Hour);
        await UntilStoredAsync(0, "Sydney", "Tokyo");
        (await RowsAsync())
            .Select(row => row.Split('\t')[0])
            .ShouldBe([Text(Wednesday + (6 * Hour)), Text(Wednesday + (8 * Hour))]);
        // What is stored are figures, not windows: the standard sessions hold as before.
        (await SessionsAsync(Wednesday, Wednesday + Day))
            .Select(one => (one.Name, one.FromTable))
            .ShouldBe([("Tokyo", false), ("London", false), ("NewYork", false), ("Sydney", false)]);
        (await UnknownSessionAsync("Tokyo")).Status.Detail.ShouldContain("it has: none");

        // A tick that comes late changes the sessions it is in.
        await WriteAsync([Quote(3 * Hour, 150)]);
        await UntilStoredAsync(0, "Sydney", "Tokyo");
        await WriteAsync([Quote((8 * Hour) - Minute, 160)]);
        await suite.Timeseries.RestartAsync();
        await UntilStoredAsync(0, "Sydney", "Tokyo");

        // London ends where there are no ticks; the next candle that closes brings it.
        await suite.Timeseries.RestartAsync();
        var killed = await suite.QueryClickHouseAsync("SELECT now64(3)");
        await WriteAsync(2, 10 * Hour, 15 * Hour);
        await WriteAsync(3, 20 * Hour, 21 * Hour);
        await UntilStoredAsync(0, "Sydney", "Tokyo", "London");
        (
            await suite.QueryClickHouseAsync(
                $"SELECT groupUniqArray(session_type) FROM sessions_data WHERE {Ours} AND created_at > '{killed}'"
            )
        ).ShouldBe("['London']", "what was stored before the kill was stored again");

        // From here on the symbol has windows of its own, of which three end in one hour, and a day later again.
        await InsertWindowsAsync(
            Day,
            ("Main", 10 * Hour, 12 * Hour),
            ("Auction", 11 * Hour, (11 * Hour) + (20 * Minute)),
            ("Auction", (11 * Hour) + (30 * Minute), (11 * Hour) + (50 * Minute))
        );
        await WriteAsync(4, Day + (9 * Hour), Day + (13 * Hour));
        await UntilStoredAsync(Day, "Auction", "Auction", "Main");
        (await RowsAsync())
            .Count(row => row.StartsWith(Text(Wednesday + Day + (11 * Hour))))
            .ShouldBe(3);
        // One of the three alone is corrected.
        await WriteAsync([Quote(Day + (10 * Hour) + (30 * Minute), 170)]);
        await UntilStoredAsync(Day, "Auction", "Auction", "Main");
        await WriteAsync([Quote(Day + (11 * Hour) + (10 * Minute), 180)]);
        await UntilStoredAsync(Day, "Auction", "Auction", "Main");
        (await SessionsAsync(Wednesday, Wednesday + (2 * Day)))
            .Select(one => one.Name)
            .ShouldBe(["Main", "Auction", "Auction"]);
        (await UnknownSessionAsync("Tokyo")).Status.Detail.ShouldContain("it has: Auction, Main.");
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetIndicatorsAsync(
                new GetIndicatorsRequest
                {
                    Symbol = Symbol,
                    Timeframe = Timeframe._1H,
                    Names = { "sessions_data" },
                },
                suite.KeyHeaders
            )
        );
        refused.Status.Detail.ShouldContain("ReadRows");

        // A set without rows begins as far back as it is told to; windows are not its rows.
        await suite.Timeseries.StopAsync();
        await suite.QueryClickHouseAsync($"DELETE FROM sessions_data WHERE {Ours}");
        // It reaches back so far, but nothing was traded then.
        await InsertWindowsAsync(
            Day,
            ("Early", (8 * Hour) + (10 * Minute), (8 * Hour) + (40 * Minute))
        );
        await suite.Timeseries.StartAsync();
        await UntilStoredAsync(Day, "Auction", "Auction", "Main");
        (await RowsAsync()).Length.ShouldBe(3);
    }

    private static string Ours =>
        $"symbol = '{Symbol}' AND timeframe = '1h' AND broker = '' AND source_client = 'platform_live_set'";

    /// <summary>Until the rows of sessions that open at or after a time are those GetSessions computes, by closing and opening.</summary>
    private async Task UntilStoredAsync(long afterUs, params string[] names)
    {
        var computed = await SessionsAsync(Wednesday + afterUs - Day, Wednesday + afterUs + Day);
        var expected = computed
            .Where(one => one.OpenTimeUs >= Wednesday + afterUs - (2 * Hour))
            .Where(one => one.TickCount > 0 && names.Contains(one.Name))
            .OrderBy(one => ((one.CloseTimeUs - 1) / Hour, one.OpenTimeUs))
            .Select(LineOf)
            .ToList();
        expected.Count.ShouldBe(names.Length);
        await StoredSets.UntilNoneAsync(async () =>
        {
            var rows = await RowsAsync();
            return rows.TakeLast(expected.Count).SequenceEqual(expected)
                ? null
                : $"{string.Join('\n', rows)}\nis stored, not\n{string.Join('\n', expected)}";
        });
    }

    private static string LineOf(SessionStatistics one) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(one.CloseTimeUs - 1) / Hour * Hour}\t{one.Name}\t{one.OpenTimeUs}\t{one.CloseTimeUs}\t{one.Volume}\t{one.High - one.Low}\t{one.Volatility}"
        );

    private async Task<string[]> RowsAsync() =>
        StoredSets.LinesOf(
            await suite.QueryClickHouseAsync(
                $"""
                SELECT toUnixTimestamp64Milli(timestamp) * 1000 AS at, session_type,
                    toUnixTimestamp64Milli(session_open_time) * 1000 AS opens,
                    toUnixTimestamp64Milli(session_close_time) * 1000, session_volume, session_range, session_volatility
                FROM sessions_data WHERE {Ours} ORDER BY at, opens
                """
            )
        );

    private async Task<IReadOnlyList<SessionStatistics>> SessionsAsync(long startUs, long endUs) =>
        (
            await _client.GetSessionsAsync(
                new GetSessionsRequest
                {
                    Symbol = Symbol,
                    StartTimeUs = startUs,
                    EndTimeUs = endUs,
                },
                suite.KeyHeaders
            )
        ).Sessions;

    private async Task<RpcException> UnknownSessionAsync(string session) =>
        await Should.ThrowAsync<RpcException>(async () =>
            await _client.GetCandlesAsync(
                new GetCandlesRequest
                {
                    Symbol = Symbol,
                    Timeframe = Timeframe._1H,
                    Session = session,
                },
                suite.KeyHeaders
            )
        );

    private async Task InsertWindowsAsync(
        long dayUs,
        params (string Name, long OpenUs, long CloseUs)[] windows
    )
    {
        var rows = windows.Select(one =>
            $"(fromUnixTimestamp64Micro({At(one.OpenUs)}), '{Symbol}', '1h', '', '{one.Name}', "
            + $"fromUnixTimestamp64Micro({At(one.OpenUs)}), fromUnixTimestamp64Micro({At(one.CloseUs)}))"
        );
        await suite.QueryClickHouseAsync(
            "INSERT INTO sessions_data (timestamp, symbol, timeframe, broker, session_type, session_open_time, session_close_time) VALUES "
                + string.Join(", ", rows)
        );

        long At(long timeUs) => Wednesday + dayUs + timeUs;
    }

    /// <summary>A tick every few minutes.</summary>
    private Task WriteAsync(int seed, long fromUs, long toUs) =>
        WriteAsync([
            .. Tape.Random(seed, 1_000, Wednesday + fromUs, 4 * Minute)
                .TakeWhile(tick => tick.TimeUs < Wednesday + toUs),
        ]);

    private Task WriteAsync(IReadOnlyList<Written> ticks) =>
        Tape.WriteAsync(_client, suite.KeyHeaders, Symbol, ticks);

    private static Written Quote(long afterUs, double bid) =>
        new(Wednesday + afterUs, bid, bid + 0.1, 0, 5);

    private static string Text(long timeUs) => timeUs.ToString(CultureInfo.InvariantCulture);

    // The epoch was a Thursday.
    private static long LastWednesday(long day) => (day - ((day + 1) % 7)) * Day;
}
