using System.Globalization;
using Platform.Launcher.Client;
using Platform.Launcher.Practice;
using Platform.Launcher.Replay;
using Platform.Launcher.Tape;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Tests.RealSuite;

/// <summary>The commands that speak to the suite, against the real one.</summary>
public sealed class RealSuiteTests(SuiteFixture suite) : IClassFixture<SuiteFixture>
{
    private static readonly TimeSpan StoredWithin = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_process_is_healthy_and_the_gateway_says_so_to_anyone()
    {
        suite
            .Processes.Select(one => one.Name)
            .ShouldBe(["clickhouse", "stream", "timeseries", "gateway"]);
        suite.Processes.ShouldAllBe(one => one.IsHealthy);
        using var http = new HttpClient();

        var health = new Uri(suite.Gateway.Endpoint("http"), "/health");

        // It asks once a second: what a test before this one did may be all it knows yet.
        await Eventually.BeTrueAsync(() => IsHealthy(http, health));
    }

    [Fact]
    public async Task A_day_of_eurusd_is_stored_as_the_file_says_and_its_repeat_adds_nothing()
    {
        var request = new ReplayRequest
        {
            File = RealData.EurUsd,
            Symbol = "EURUSD.DAY",
            Format = "quotes-ms",
            Date = new DateOnly(2014, 5, 8),
        };

        (await ReplayAsync(request)).ShouldBe(new WriteTotals(167_466, 0, 0));
        await ShouldBeStoredAsync(request);
        (await ReplayAsync(request)).ShouldBe(new WriteTotals(0, 167_466, 0));
        await ShouldBeStoredAsync(request);
    }

    [Fact]
    public async Task A_day_of_ibm_is_stored_with_each_missing_side_filled_in()
    {
        var request = new ReplayRequest
        {
            File = RealData.Ibm,
            Symbol = "IBM.DAY",
            Format = "lean-quotes",
            Date = new DateOnly(2013, 10, 9),
            Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
        };

        (await ReplayAsync(request)).ShouldBe(new WriteTotals(135_491, 0, 0));
        await ShouldBeStoredAsync(request);
    }

    [Fact]
    public async Task A_replay_goes_on_when_the_service_is_killed_under_it_and_writes_each_row_once()
    {
        var request = new ReplayRequest
        {
            File = RealData.EurUsd,
            Symbol = "EURUSD.KILLED",
            Format = "quotes-ms",
            Date = new DateOnly(2014, 5, 8),
        };
        var said = new List<string>();

        var replay = ReplayAsync(request, said);
        await Task.Delay(300);
        await suite.Timeseries.RestartAsync();
        var totals = await replay;

        totals.Acknowledged.ShouldBe(167_466ul);
        suite.Timeseries.Restarts.ShouldBeGreaterThan(0);
        await ShouldBeStoredAsync(request);
    }

    [Fact]
    public async Task What_feed_writes_tail_reads_from_the_same_position()
    {
        using var connection = Connect();
        var instruments = Instrument.All.Where(one => one.Class == AssetClass.Crypto).ToList();
        var market = new PracticeMarket(
            instruments,
            5,
            2_000,
            DateTimeOffset.UtcNow,
            realHours: true
        );
        await using var writer = new TickWriter(connection);
        var feed = new FeedRun(market, writer);

        await feed.RunAsync(TimeSpan.FromSeconds(2), CancellationToken.None);
        var lines = await TailAsync(connection, "first", instruments.Select(one => one.Symbol));

        writer.Totals.New.ShouldBe((ulong)feed.RowsSent);
        feed.RowsSent.ShouldBeGreaterThan(1_000);
        lines.Length.ShouldBe((int)feed.RowsSent);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_in_one_line()
    {
        using var connection = new SuiteConnection(suite.Gateway.Address, "pk_wrong");
        await using var writer = new TickWriter(connection);
        var batch = new TickBatch
        {
            Symbols = { "X" },
            TimeUs = { 1 },
            Bid = { 1 },
            Ask = { 2 },
        };
        await writer.WriteAsync(batch, Guid.NewGuid(), CancellationToken.None);

        var failure = await Should.ThrowAsync<LaunchFailure>(() =>
            writer.CompleteAsync(CancellationToken.None)
        );

        failure.Message.ShouldStartWith("the ticks were refused: Unauthenticated:");
    }

    [Fact]
    public async Task A_process_that_is_held_down_makes_the_suite_unhealthy_until_it_is_back()
    {
        using var http = new HttpClient();
        var health = new Uri(suite.Gateway.Endpoint("http"), "/health");

        await suite.Stream.StopAsync();
        try
        {
            await Eventually.BeTrueAsync(() => !IsHealthy(http, health));
        }
        finally
        {
            await suite.Stream.StartAsync();
        }

        await Eventually.BeTrueAsync(() => IsHealthy(http, health));
    }

    private SuiteConnection Connect() => new(suite.Gateway.Address, suite.ApiKey);

    private async Task<WriteTotals> ReplayAsync(ReplayRequest request, List<string>? said = null)
    {
        using var connection = Connect();
        await using var writer = new TickWriter(connection) { Say = line => said?.Add(line) };
        await new ReplayRun(request, writer).RunAsync(CancellationToken.None);
        return writer.Totals;
    }

    private static async Task<string[]> TailAsync(
        SuiteConnection connection,
        string from,
        IEnumerable<string> symbols
    )
    {
        var request = new SubscribeTicksRequest
        {
            Symbols = { symbols },
            Start = TailStart.Parse(from),
        };
        var text = new StringWriter();
        var tape = new TickTape(connection, request, _ => { });
        var printer = new TailPrinter(text, long.MaxValue, untilCaughtUp: true);
        using var limit = new CancellationTokenSource(StoredWithin);
        await tape.ReadAsync(printer.Take, limit.Token);
        return text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Count, sums and bounds in ClickHouse equal those of the file.</summary>
    private async Task ShouldBeStoredAsync(ReplayRequest request)
    {
        var quotes = new QuoteFile(request.File).Read(request.CreateFormat(), () => { }).ToList();
        var sql =
            "SELECT count(), sum(toDecimal128(bid, 6)), sum(toDecimal128(ask, 6)), "
            + "toUnixTimestamp64Micro(min(timestamp)), toUnixTimestamp64Micro(max(timestamp)) "
            + $"FROM ticks WHERE symbol = '{request.Symbol}'";
        var expected = string.Create(
            CultureInfo.InvariantCulture,
            $"{quotes.Count}\t{quotes.Sum(q => (decimal)q.Bid):0.######}\t{quotes.Sum(q => (decimal)q.Ask):0.######}\t{quotes.Min(q => q.TimeUs)}\t{quotes.Max(q => q.TimeUs)}"
        );
        var deadline = DateTime.UtcNow + StoredWithin;
        var stored = "";
        while (stored != expected && DateTime.UtcNow < deadline)
        {
            await Task.Delay(200);
            stored = await suite.QueryClickHouseAsync(sql);
        }
        stored.ShouldBe(expected);
    }

    private static bool IsHealthy(HttpClient http, Uri health)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, health);
        using var answer = http.Send(request);
        return answer.IsSuccessStatusCode;
    }
}
