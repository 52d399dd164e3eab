using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Platform.Faults.Backups;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.Transfers;

/// <summary>Order book files into market_depth, as their user gives them, and the book that is read back.</summary>
[Collection("backup suite")]
public sealed class OrderBookImportTests(BackupSuite suite, ITestOutputHelper output) : IDisposable
{
    private const string File = "books/xrpusdt-ob500.data.zip";
    private const long DayMs = 86_400_000;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly string _place = Directory.CreateTempSubdirectory("platform-book-").FullName;
    private readonly string _symbol = $"B{Guid.NewGuid():N}"[..12];

    // Today's, so that no merge removes rows while the test reads them.
    private readonly DateOnly _today = DateOnly.FromDateTime(DateTime.UtcNow);

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [RealDataFact(File)]
    public async Task The_book_imported_is_at_any_time_that_of_an_independent_replay()
    {
        string[] import = [.. Import(RealData.PathOf(File)), "--date", Day(_today)];

        var first = await LauncherCalls.RunAsync(import);
        var second = await LauncherCalls.RunAsync(import);

        output.WriteLine(first);
        first.ShouldNotContain("warning");
        second.ShouldContain("0 chunks stored");
        var updates = ReadUpdates();
        var shift = ShiftOf(updates);
        var random = new Random(20241201);
        for (var check = 0; check < 100; check++)
        {
            var time = random.NextInt64(updates[0].TimeMs, updates[^1].TimeMs + 1_000);
            await CheckAsync(updates, time, time, shift, 50);
        }
    }

    [RealDataFact(File)]
    public async Task One_state_a_second_is_the_last_of_it_and_never_there_before_it_was_true()
    {
        await LauncherCalls.RunAsync([
            .. Import(RealData.PathOf(File)),
            "--date",
            Day(_today),
            "--every",
            "1s",
            "--levels",
            "10",
        ]);

        var updates = ReadUpdates();
        var shift = ShiftOf(updates);
        (
            await suite.QueryClickHouseAsync(
                $"SELECT uniqExact(timestamp), max(level) FROM market_depth WHERE symbol = '{_symbol}'"
            )
        ).ShouldBe($"{updates.Select(one => one.TimeMs / 1_000).Distinct().Count()}\t10");
        var lasts = updates
            .GroupBy(one => one.TimeMs / 1_000)
            .Select(one => one.Max(u => u.TimeMs));
        foreach (var last in lasts)
        {
            await CheckAsync(updates, last, last, shift, 10);
            // Until the next second's last, also when updates came between.
            await CheckAsync(updates, last + 1, last, shift, 10);
        }
    }

    [RealDataFact(File)]
    public async Task An_old_book_is_imported_with_a_warning_that_says_what_keeps_it()
    {
        var said = await LauncherCalls.RunAsync(Import(RealData.PathOf(File)));

        said.ShouldContain("INTERVAL 7 DAY");
        said.ShouldContain("begins at 2024-12-01");
        // Midnight may have come meanwhile.
        var days = new[] { _today, DateOnly.FromDateTime(DateTime.UtcNow) };
        days.ShouldContain(day => said.Contains($"--date {Day(day)}"), said);
    }

    [Theory]
    [InlineData("--levels 256", "", "1 to 255")]
    [InlineData("--every 1x", "", "such as 1s")]
    [InlineData("--date 20261120", "", "a day such as")]
    [InlineData(
        "",
        """{"type":"delta","ts":1,"data":{"s":"A","b":[],"a":[]}}""",
        "line 1 is a delta"
    )]
    [InlineData(
        "",
        """{"type":"snapshot","ts":1,"data":{"s":"A","b":[["1"]],"a":[]}}""",
        "line 1 "
    )]
    [InlineData("", """{"type":"snapshot","ts":1}""", "line 1 is no update")]
    [InlineData("", "[1", "line 1 is no update")]
    [InlineData(
        "",
        """{"type":"snapshot","ts":1,"data":{"s":"A","b":[["1","x"]],"a":[]}}""",
        "line 1 is no update"
    )]
    public async Task What_is_wrong_with_a_book_is_said_and_nothing_of_it_is_stored(
        string options,
        string line,
        string expected
    )
    {
        var file = Path.Combine(_place, "book.data");
        await System.IO.File.WriteAllTextAsync(file, line);

        var result = await LauncherCalls.TryAsync([
            .. Import(file),
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ]);

        var text = string.Join('\n', result.Lines);
        output.WriteLine(text);
        result.ExitCode.ShouldNotBe(0, text);
        text.ShouldContain(expected);
        (
            await suite.QueryClickHouseAsync(
                $"SELECT count() FROM market_depth WHERE symbol = '{_symbol}'"
            )
        ).ShouldBe("0");
    }

    private string[] Import(string file) =>
        [
            "import",
            "market_depth",
            file,
            "--format",
            "orderbook",
            "--symbol",
            _symbol,
            "--data",
            suite.DataDirectory,
        ];

    private async Task CheckAsync(
        List<Update> updates,
        long askedMs,
        long stateMs,
        long shift,
        int depth
    )
    {
        var book = await _client.GetOrderBookAsync(
            new GetOrderBookRequest
            {
                Symbol = _symbol,
                TimeUs = (askedMs + shift) * 1_000,
                Depth = (uint)depth,
                Broker = "bybit",
            },
            suite.KeyHeaders
        );
        var (bids, asks) = Replay(updates, stateMs, depth);
        book.Bids.Select(level => (level.Price, level.Volume)).ShouldBe(bids, $"bids at {askedMs}");
        book.Asks.Select(level => (level.Price, level.Volume)).ShouldBe(asks, $"asks at {askedMs}");
    }

    // The plainest way: a dictionary a side, all updates up to the time, sorted at the end.
    private static (List<(double, double)> Bids, List<(double, double)> Asks) Replay(
        List<Update> updates,
        long time,
        int depth
    )
    {
        var bids = new Dictionary<double, double>();
        var asks = new Dictionary<double, double>();
        foreach (var update in updates.Where(one => one.TimeMs <= time))
        {
            if (update.IsSnapshot)
            {
                bids.Clear();
                asks.Clear();
            }
            foreach (var (price, volume) in update.Bids)
            {
                bids[price] = volume;
            }
            foreach (var (price, volume) in update.Asks)
            {
                asks[price] = volume;
            }
        }
        var left = bids.Where(one => one.Value > 0).OrderByDescending(one => one.Key);
        var right = asks.Where(one => one.Value > 0).OrderBy(one => one.Key);
        return (
            [.. left.Take(depth).Select(one => (one.Key, one.Value))],
            [.. right.Take(depth).Select(one => (one.Key, one.Value))]
        );
    }

    private long ShiftOf(List<Update> updates) =>
        new DateTimeOffset(_today, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()
        - (updates[0].TimeMs / DayMs * DayMs);

    private static string Day(DateOnly date) =>
        date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<Update> ReadUpdates()
    {
        using var archive = ZipFile.OpenRead(RealData.PathOf(File));
        using var reader = new StreamReader(archive.Entries[0].Open());
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. lines
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(root => new Update(
                    root.GetProperty("ts").GetInt64(),
                    root.GetProperty("type").GetString() == "snapshot",
                    Side(root.GetProperty("data").GetProperty("b")),
                    Side(root.GetProperty("data").GetProperty("a"))
                )),
        ];
    }

    private static List<(double, double)> Side(JsonElement side) =>
        [.. side.EnumerateArray().Select(pair => (Number(pair[0]), Number(pair[1])))];

    private static double Number(JsonElement text) =>
        double.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private sealed record Update(
        long TimeMs,
        bool IsSnapshot,
        List<(double Price, double Volume)> Bids,
        List<(double Price, double Volume)> Asks
    );
}
