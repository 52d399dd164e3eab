using System.Globalization;
using System.IO.Compression;
using Platform.Launcher.Client;
using Platform.Launcher.Replay;
using Platform.TestKit;
using Xunit.Abstractions;

namespace Platform.Faults.Replay;

/// <summary>
/// Real days replayed at full speed: what ClickHouse holds is the file, to the last digit, and a repeat
/// adds nothing. What the file holds is worked out here, not by the code under test.
/// </summary>
[Collection("faulty suite")]
public class ReplayTests(FaultySuite suite, ITestOutputHelper output)
{
    private const string EurUsd = "ticks/eurusd-20140508-quotes.zip";
    private const string Ibm = "ticks/ibm-20131009-quotes.zip";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [RealDataFact(EurUsd)]
    public async Task A_day_of_EURUSD_arrives_exactly_and_only_once()
    {
        var midnight = new DateTimeOffset(2014, 5, 8, 0, 0, 0, TimeSpan.Zero);
        var day = new DayOfQuotes();
        foreach (var fields in Lines(EurUsd))
        {
            var time = midnight.AddMilliseconds(Number(fields[0]));
            day.Add(time, Scaled(fields[1], 100_000), Scaled(fields[2], 100_000));
        }
        // Its last line has no newline at its end, so that wc -l counts one less.
        day.Count.ShouldBe(167_466);
        await ReplayTwiceAsync(
            new ReplayRequest
            {
                File = RealData.PathOf(EurUsd),
                Symbol = "EURUSD",
                Format = "quotes-ms",
                Date = new DateOnly(2014, 5, 8),
                Pace = ReplayPace.Max,
            },
            day,
            100_000,
            skipped: 0
        );
    }

    [RealDataFact(Ibm)]
    public async Task A_day_of_IBM_arrives_exactly_and_only_once()
    {
        // New York was four hours behind UTC that day.
        var midnight = new DateTimeOffset(2013, 10, 9, 0, 0, 0, TimeSpan.FromHours(-4));
        var day = new DayOfQuotes();
        var skipped = 0;
        var (bid, ask) = (0L, 0L);
        foreach (var fields in Lines(Ibm))
        {
            bid = fields[1] == "0" ? bid : Number(fields[1]);
            ask = fields[3] == "0" ? ask : Number(fields[3]);
            if (bid == 0 || ask == 0)
            {
                skipped++;
                continue;
            }
            day.Add(midnight.AddMilliseconds(Number(fields[0])), bid, ask);
        }
        (day.Count + skipped).ShouldBe(135_492);
        await ReplayTwiceAsync(
            new ReplayRequest
            {
                File = RealData.PathOf(Ibm),
                Symbol = "IBM",
                Format = "lean-quotes",
                Date = new DateOnly(2013, 10, 9),
                Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York"),
                Pace = ReplayPace.Max,
            },
            day,
            10_000,
            skipped
        );
    }

    private async Task ReplayTwiceAsync(
        ReplayRequest request,
        DayOfQuotes day,
        int scale,
        int skipped
    )
    {
        var (first, run) = await ReplayAsync(request);
        run.LinesSkipped.ShouldBe(skipped);
        first.ShouldBe(new WriteTotals((ulong)day.Count, 0, 0));
        await UntilStoredAsync(request.Symbol, scale, day.ToString());
        var (second, _) = await ReplayAsync(request);
        second.ShouldBe(new WriteTotals(0, (ulong)day.Count, 0));
        await UntilStoredAsync(request.Symbol, scale, day.ToString());
        output.WriteLine(
            $"{request.Symbol}: {first.Acknowledged} acknowledged in {run.Elapsed.TotalSeconds:0.0} s, "
                + $"{skipped} lines without a quote; count, bids and asks × {scale}, first and last "
                + $"time in the file and in ClickHouse: {day}; the repeat added {second.New}"
        );
    }

    private async Task<(WriteTotals Totals, ReplayRun Run)> ReplayAsync(ReplayRequest request)
    {
        using var connection = new SuiteConnection(suite.Gateway.Address, suite.ApiKey);
        await using var writer = new TickWriter(connection);
        var run = new ReplayRun(request, writer);
        await run.RunAsync(CancellationToken.None);
        return (writer.Totals, run);
    }

    private async Task UntilStoredAsync(string symbol, int scale, string expected)
    {
        var deadline = DateTime.UtcNow + Patience;
        string stored;
        do
        {
            stored = await suite.QueryClickHouseAsync(
                $"SELECT count(), sum(toInt64(round(bid * {scale}))), sum(toInt64(round(ask * {scale}))), "
                    + "toUnixTimestamp64Micro(min(timestamp)), toUnixTimestamp64Micro(max(timestamp)) "
                    + $"FROM ticks WHERE symbol = '{symbol}'"
            );
            if (stored == expected)
            {
                return;
            }
            await Task.Delay(100);
        } while (DateTime.UtcNow < deadline);
        stored.ShouldBe(expected);
    }

    private static IEnumerable<string[]> Lines(string file)
    {
        using var zip = ZipFile.OpenRead(RealData.PathOf(file));
        using var reader = new StreamReader(zip.Entries.Single().Open());
        foreach (var line in reader.ReadToEnd().Split('\n'))
        {
            if (line.Length > 0)
            {
                yield return line.TrimEnd('\r').Split(',');
            }
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static long Scaled(string price, int scale) =>
        (long)(decimal.Parse(price, CultureInfo.InvariantCulture) * scale);

    /// <summary>Sums in whole units of the price's last digit: exact, whatever the order.</summary>
    private sealed class DayOfQuotes
    {
        private long _bids;
        private long _asks;
        private long _first = long.MaxValue;
        private long _last = long.MinValue;

        public int Count { get; private set; }

        public void Add(DateTimeOffset time, long bid, long ask)
        {
            Count++;
            _bids += bid;
            _asks += ask;
            var us = time.ToUnixTimeMilliseconds() * 1_000;
            _first = Math.Min(_first, us);
            _last = Math.Max(_last, us);
        }

        public override string ToString() => $"{Count}\t{_bids}\t{_asks}\t{_first}\t{_last}";
    }
}
