using System.Globalization;
using System.IO.Compression;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.TestKit;
using Platform.Timeseries.Tests.Tables;
using Platform.Timeseries.V1;
using Column = Platform.Common.V1.Column;

namespace Platform.Timeseries.Tests.Indicators.Measures;

[Collection("tables suite")]
public class SessionsTests(TablesSuite suite)
{
    private const string EurUsd = "ticks/eurusd-20140508-quotes.zip";
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    // A Thursday.
    private const long Midnight = 1_399_507_200_000_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly string _symbol = $"F{Guid.NewGuid():N}"[..16];

    [RealDataFact(EurUsd)]
    public async Task The_sessions_of_a_real_day_are_what_the_file_says()
    {
        var quotes = await QuotesAsync();
        await WriteAsync(quotes);

        var read = await ReadAsync(new() { StartTimeUs = Midnight, EndTimeUs = Midnight + Day });

        read.NextPageToken.ShouldBeEmpty();
        read.Sessions.Select(one => (one.Name, one.OpenTimeUs, one.CloseTimeUs))
            .ShouldBe([
                ("Tokyo", Midnight, Midnight + (9 * Hour)),
                ("London", Midnight + (8 * Hour), Midnight + (17 * Hour)),
                ("NewYork", Midnight + (13 * Hour), Midnight + (22 * Hour)),
                ("Sydney", Midnight + (22 * Hour), Midnight + (31 * Hour)),
            ]);
        read.Sessions.Sum(one => (long)one.TickCount).ShouldBeGreaterThan(quotes.Count);
        foreach (var session in read.Sessions)
        {
            session.FromTable.ShouldBeFalse();
            session.IsOpen.ShouldBeFalse();
            ShouldBe(session, quotes, session.CloseTimeUs);
        }
    }

    [Fact]
    public async Task Pages_sides_brokers_and_what_is_open_at_a_time_are_right()
    {
        var ticks = Tape.Random(3, 2_000, Midnight, 600_000_000);
        await WriteAsync(ticks);
        var end = Midnight + (10 * Day);
        var whole = await ReadAsync(new() { StartTimeUs = Midnight, EndTimeUs = end });
        // Thursday, Friday and the next week; Sydney opens on the evening before, so not on Fridays but on Sunday.
        whole.Sessions.Count.ShouldBe((3 * 7) + 6);
        whole.Sessions.ShouldAllBe(one => one.CloseTimeUs - one.OpenTimeUs == 9 * Hour);
        whole
            .Sessions.Select(one => (one.OpenTimeUs, one.Name))
            .ShouldBe(whole.Sessions.Select(one => (one.OpenTimeUs, one.Name)).Order());
        foreach (var session in whole.Sessions)
        {
            ShouldBe(session, ticks, session.CloseTimeUs);
        }

        var pages = new List<SessionStatistics>();
        var token = "";
        do
        {
            var page = await ReadAsync(
                new()
                {
                    StartTimeUs = Midnight,
                    EndTimeUs = end,
                    PageSize = 4,
                    PageToken = token,
                }
            );
            pages.AddRange(page.Sessions);
            token = page.NextPageToken;
        } while (token.Length > 0);
        pages.ShouldBe(whole.Sessions);

        var asked = new GetSessionsRequest
        {
            StartTimeUs = Midnight,
            EndTimeUs = end,
            Names = { "London" },
            Broker = "two",
            Side = PriceSide.Ask,
        };
        var london = (await ReadAsync(asked)).Sessions;
        london.Count.ShouldBe(7);
        var theirs = ticks.Where(tick => tick.Broker == "two").ToList();
        foreach (var session in london)
        {
            ShouldBe(session, theirs, session.CloseTimeUs, tick => tick.Ask);
        }

        // Half past eight: Tokyo and London.
        var at = Midnight + (8 * Hour) + (Hour / 2);
        var open = (await ReadAsync(new() { AtTimeUs = at })).Sessions;
        open.Select(one => one.Name).ShouldBe(["Tokyo", "London"]);
        foreach (var session in open)
        {
            session.IsOpen.ShouldBeTrue();
            ShouldBe(session, ticks, at + 1);
        }
        (
            await ReadAsync(new() { AtTimeUs = Midnight + (2 * Day) + (12 * Hour) })
        ).Sessions.ShouldBeEmpty("on a Saturday all are closed");
    }

    [Fact]
    public async Task A_symbol_with_sessions_in_the_table_has_those()
    {
        var ticks = Tape.Random(4, 500, Midnight, 60_000_000);
        await WriteAsync(ticks);
        (long Open, long Close, string Name)[] sessions =
        [
            (Midnight, Midnight + Hour, "Auction"),
            (Midnight + Hour, Midnight + (5 * Hour), "Main"),
            (Midnight + (2 * Hour), Midnight + (3 * Hour), "Auction"),
        ];
        await InsertAsync(sessions);

        var read = await ReadAsync(new() { StartTimeUs = Midnight, EndTimeUs = Midnight + Day });

        read.Sessions.Select(one => (one.OpenTimeUs, one.CloseTimeUs, one.Name)).ShouldBe(sessions);
        foreach (var session in read.Sessions)
        {
            session.FromTable.ShouldBeTrue();
            ShouldBe(session, ticks, session.CloseTimeUs);
        }
        var candles = await _client.GetCandlesAsync(
            new GetCandlesRequest
            {
                Symbol = _symbol,
                Timeframe = Timeframe._1D,
                Session = "Main",
            },
            suite.KeyHeaders
        );
        var main = read.Sessions.Single(one => one.Name == "Main");
        (main.Open, main.High, main.Low, main.Close).ShouldBe(
            (
                candles.Candles.Open[0],
                candles.Candles.High[0],
                candles.Candles.Low[0],
                candles.Candles.Close[0]
            )
        );
        var open = await ReadAsync(new() { AtTimeUs = Midnight + (2 * Hour) });
        open.Sessions.Select(one => one.Name).ShouldBe(["Main", "Auction"]);
        var second = await ReadAsync(
            new()
            {
                StartTimeUs = Midnight,
                EndTimeUs = Midnight + Day,
                PageSize = 1,
                PageToken = (
                    await ReadAsync(
                        new()
                        {
                            StartTimeUs = Midnight,
                            EndTimeUs = Midnight + Day,
                            PageSize = 1,
                        }
                    )
                ).NextPageToken,
            }
        );
        second.Sessions.ShouldHaveSingleItem().Name.ShouldBe("Main");
    }

    [Fact]
    public async Task What_is_not_to_be_had_is_refused_with_what_to_do()
    {
        await WriteAsync([new(Midnight, 10, 12, 0, 0)]);
        async Task<RpcException> RefusedAsync(GetSessionsRequest request) =>
            await Should.ThrowAsync<RpcException>(async () => await ReadAsync(request));

        (await RefusedAsync(new() { Names = { "Mars" } })).Status.Detail.ShouldContain(
            "Sydney, Tokyo, London, NewYork"
        );
        (await RefusedAsync(new() { AtTimeUs = 5, StartTimeUs = 1 })).Status.Detail.ShouldContain(
            "at_time_us"
        );
        (await RefusedAsync(new() { PageSize = 1_001 }))
            .ReasonMetadata("limit")
            .ShouldBe("Measures:SessionsMax");
        (await RefusedAsync(new() { Symbol = _symbol + "x" }))
            .Reason()
            .ShouldBe(ErrorReason.UnknownSymbol);
    }

    private async Task<GetSessionsResponse> ReadAsync(GetSessionsRequest request)
    {
        request.Symbol = request.Symbol.Length == 0 ? _symbol : request.Symbol;
        return await _client.GetSessionsAsync(request, suite.KeyHeaders);
    }

    private Task WriteAsync(IReadOnlyList<Written> ticks) =>
        Tape.WriteAsync(_client, suite.KeyHeaders, _symbol, ticks);

    private async Task InsertAsync((long Open, long Close, string Name)[] sessions)
    {
        Column Texts(string name, Func<(long, long, string Name), string> of) =>
            WireValues.Make(name, "strings", [.. sessions.Select(one => (object?)of(one))]);
        Column Times(string name, Func<(long Open, long Close, string), long> of) =>
            WireValues.Make(name, "timestamps_us", [.. sessions.Select(one => (object?)of(one))]);

        var batch = TableClient.Batch(
            Texts("symbol", _ => _symbol),
            Texts("timeframe", _ => "1d"),
            Texts("session_type", one => one.Name),
            Times("timestamp", one => one.Open),
            Times("session_open_time", one => one.Open),
            Times("session_close_time", one => one.Close)
        );
        var answer = await new TableClient(suite).InsertAsync(
            new InsertRowsRequest { Table = "sessions_data", Batch = batch }
        );
        answer.AcceptedRows.ShouldBe((uint)sessions.Length);
    }

    private static async Task<List<Written>> QuotesAsync()
    {
        await using var zip = await ZipFile.OpenReadAsync(RealData.PathOf(EurUsd));
        using var reader = new StreamReader(await zip.Entries.Single().OpenAsync());
        var quotes = new List<Written>();
        while (await reader.ReadLineAsync() is { } line)
        {
            var fields = line.Split(',');
            quotes.Add(
                new Written(
                    Midnight + (long.Parse(fields[0], CultureInfo.InvariantCulture) * 1_000),
                    double.Parse(fields[1], CultureInfo.InvariantCulture),
                    double.Parse(fields[2], CultureInfo.InvariantCulture),
                    0,
                    0
                )
            );
        }
        return quotes;
    }

    /// <summary>The plainest way: the session's ticks as a list, each figure from all of them.</summary>
    private static void ShouldBe(
        SessionStatistics session,
        List<Written> ticks,
        long until,
        Func<Written, double>? priceOf = null
    )
    {
        var ours = ticks
            .Where(tick => tick.TimeUs >= session.OpenTimeUs && tick.TimeUs < until)
            .ToList();
        session.TickCount.ShouldBe((ulong)ours.Count, session.Name);
        if (ours.Count == 0)
        {
            session.ShouldBe(
                new SessionStatistics
                {
                    Name = session.Name,
                    OpenTimeUs = session.OpenTimeUs,
                    CloseTimeUs = session.CloseTimeUs,
                    FromTable = session.FromTable,
                }
            );
            return;
        }
        var prices = ours.Select(priceOf ?? (tick => tick.Bid)).ToList();
        (session.Open, session.High, session.Low, session.Close).ShouldBe(
            (prices[0], prices.Max(), prices.Min(), prices[^1])
        );
        var volume = ours.Sum(tick => (long)tick.Volume);
        session.Volume.ShouldBe((ulong)volume);
        var money = ours.Zip(prices).Sum(pair => pair.First.Volume * pair.Second);
        session.Vwap.ShouldBe(volume == 0 ? prices[^1] : money / volume, 1e-9);
        var spreads = ours.ConvertAll(tick => tick.Ask - tick.Bid);
        session.SpreadMean.ShouldBe(spreads.Average(), 1e-9);
        session.SpreadMin.ShouldBe(spreads.Min());
        session.SpreadMax.ShouldBe(spreads.Max());
        var returns = prices.Skip(1).Zip(prices, (now, before) => (now / before) - 1).ToList();
        var mean = returns.DefaultIfEmpty().Average();
        var volatility =
            returns.Count < 2
                ? 0
                : Math.Sqrt(returns.Sum(one => (one - mean) * (one - mean)) / (returns.Count - 1));
        session.Volatility.ShouldBe(volatility, 1e-12);
    }
}
