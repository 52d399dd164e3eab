using System.Globalization;
using Grpc.Core;
using Platform.Timeseries.Tests.Indicators.Measures;
using Platform.Timeseries.Tests.Subscriptions;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>A configured set of order books: on each close the book of that moment, made anew by late ticks, carried on by a new process.</summary>
[Collection("tight suite")]
public class BookSetTests(TightSuite suite)
{
    private const string Symbol = TightSuite.BookSymbol;
    private const int Levels = 12;
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;

    // Days ago, not years: tables let go of what is too old.
    private static readonly long Start =
        (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 86_400 - 2) * 86_400 * Second;

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly Dictionary<long, string?> _expected = [];

    [Fact]
    public async Task The_book_at_each_minute_s_close_is_stored()
    {
        await StoredSets.CreateTableAsync(suite, "market_depth");
        await StoredSets.CreateTableAsync(suite, "orderbook_data");
        // Books come first: a row is of the book that is known when its candle has closed.
        await WriteBooksAsync(RandomBooks(11, 5, 40));
        // Nothing rests in the book from the 40th minute on, until one level comes back just before the end of the 42nd.
        await WriteBooksAsync([
            .. Enumerable.Range(1, Levels).Select(level => At(40, Second, level, 99, 0, 101, 0)),
            At(42, Minute - 1_000, 2, 99.5, 4.25, 0, 0),
            .. RandomBooks(13, 43, 75),
            // More levels than a row holds.
            .. Enumerable
                .Range(1, Levels)
                .Select(level => At(50, Minute - 2_000, level, 99 - level, 2.75, 101 + level, 9)),
        ]);
        await WriteTicksAsync(0, 80);
        await UntilStoredAsync(40);
        (await RowsAsync(0, 5)).ShouldBeEmpty("there was no book yet");
        (await RowsAsync(40, 42)).ShouldBeEmpty("nothing rested in the book");
        (await RowsAsync(42, 43))
            .ShouldHaveSingleItem()
            .ShouldContain("\t[99.5]\t[4]\t[]\t[]\t1\t4.25");
        (await RowsAsync(50, 51))
            .ShouldHaveSingleItem()
            .ShouldContain("98,97,96,95,94,93,92,91,90,89]");

        // A book's row that comes late counts once a tick of its candle comes late too.
        await WriteBooksAsync([At(30, Minute - 1_000, 1, 98.5, 7, 102, 9)]);
        await WriteTicksAsync([Quote(30, 7)]);
        _expected.Remove(Start + (30 * Minute)).ShouldBeTrue();
        await UntilStoredAsync(40);
        (await RowsAsync(30, 31)).ShouldHaveSingleItem().ShouldContain("[98.5");

        await WriteBooksAsync([At(20, Minute - 1_000, 1, 97.5, 7, 103, 9)]);
        await WriteTicksAsync([Quote(20, 7)]);
        _expected.Remove(Start + (20 * Minute)).ShouldBeTrue();
        await suite.Timeseries.RestartAsync();
        await UntilStoredAsync(40);

        await suite.Timeseries.RestartAsync();
        var killed = await suite.QueryClickHouseAsync("SELECT now64(3)");
        await WriteBooksAsync(RandomBooks(12, 80, 100));
        await WriteTicksAsync(80, 20);
        await UntilStoredAsync(60);
        var again = await suite.QueryClickHouseAsync(
            $"SELECT count() FROM orderbook_data WHERE symbol = '{Symbol}' "
                + $"AND created_at > '{killed}' AND timestamp < fromUnixTimestamp64Micro({Start + (79 * Minute)})"
        );
        again.ShouldBe("0", "what was stored before the kill was stored again");
        await GetIndicatorsHoldsTheFiguresAsync();

        // A set without rows begins as far back as it is told to: 50 minutes before the newest candle.
        await suite.Timeseries.StopAsync();
        await suite.QueryClickHouseAsync($"DELETE FROM orderbook_data WHERE symbol = '{Symbol}'");
        await suite.Timeseries.StartAsync();
        await UntilStoredAsync(40);
        (await RowsAsync(0, 100))[0].ShouldStartWith($"{Start + (49 * Minute)}\t");
    }

    /// <summary>Until the table, from its first row on, holds what GetOrderBook and GetBookMeasures say minute by minute.</summary>
    private async Task UntilStoredAsync(int least)
    {
        var candles = await _client.GetCandlesAsync(
            new GetCandlesRequest
            {
                Symbol = Symbol,
                Timeframe = Timeframe._1M,
                PageSize = 1_000,
            },
            suite.KeyHeaders
        );
        // All that is written by now was acknowledged, and every minute is over: this does not change any more.
        var all = new List<string>();
        foreach (var openUs in candles.Candles.OpenTimeUs)
        {
            if (!_expected.TryGetValue(openUs, out var row))
            {
                _expected[openUs] = row = await ExpectedAsync(openUs);
            }
            if (row is not null)
            {
                all.Add(row);
            }
        }
        await StoredSets.UntilNoneAsync(async () =>
        {
            var rows = await RowsAsync(0, 1_000);
            var expected = all.TakeLast(rows.Length).ToList();
            var wrong = expected.Zip(rows).FirstOrDefault(pair => pair.First != pair.Second);
            return rows.Length < least || rows.Length > all.Count
                    ? $"{rows.Length} rows are stored, of {all.Count} minutes with a book"
                : wrong != default ? $"{wrong.Second} is stored, not {wrong.First}"
                : null;
        });
    }

    /// <summary>A row as it should be; null: there is none.</summary>
    private async Task<string?> ExpectedAsync(long openUs)
    {
        try
        {
            var book = await _client.GetOrderBookAsync(
                new GetOrderBookRequest { Symbol = Symbol, TimeUs = openUs + Minute - 1 },
                suite.KeyHeaders
            );
            var measures = await _client.GetBookMeasuresAsync(
                new GetBookMeasuresRequest
                {
                    Symbol = Symbol,
                    StartTimeUs = Start,
                    EndTimeUs = openUs + Minute,
                    PageSize = 10_000,
                },
                suite.KeyHeaders
            );
            measures.NextPageToken.ShouldBeEmpty();
            var (bids, asks) = (measures.BidDepth[^1], measures.AskDepth[^1]);
            return bids + asks == 0
                ? null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{openUs}\t{Texts(book.Bids, one => one.Price)}\t{Texts(book.Bids, Whole)}\t{Texts(book.Asks, one => one.Price)}\t{Texts(book.Asks, Whole)}\t{measures.Imbalance[^1]}\t{bids + asks}"
                );
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private static double Whole(BookLevel level) => Math.Round(level.Volume);

    private static string Texts(IEnumerable<BookLevel> levels, Func<BookLevel, double> value) =>
        $"[{string.Join(',', levels.Select(one => value(one).ToString(CultureInfo.InvariantCulture)))}]";

    private async Task<string[]> RowsAsync(int fromMinute, int toMinute) =>
        StoredSets.LinesOf(
            await suite.QueryClickHouseAsync(
                $"""
                SELECT toInt64(toUnixTimestamp(timestamp)) * 1000000, bid_depth_levels, bid_volumes, ask_depth_levels,
                    ask_volumes, order_flow_imbalance, market_depth
                FROM orderbook_data WHERE symbol = '{Symbol}' AND timeframe = '1m' AND broker = ''
                    AND timestamp >= fromUnixTimestamp64Micro({Start + (fromMinute * Minute)})
                    AND timestamp < fromUnixTimestamp64Micro({Start + (toMinute * Minute)})
                ORDER BY timestamp
                """
            )
        );

    private async Task GetIndicatorsHoldsTheFiguresAsync()
    {
        var answer = await _client.GetIndicatorsAsync(
            new GetIndicatorsRequest
            {
                Symbol = Symbol,
                Timeframe = Timeframe._1M,
                Names = { "orderbook_data" },
                PageSize = 10_000,
            },
            suite.KeyHeaders
        );
        var batch = answer.Indicators.ShouldHaveSingleItem();
        batch.Outputs.Select(one => one.Name).ShouldBe(["imbalance", "depth"]);
        var lines = batch.OpenTimeUs.Select(
            (openUs, row) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{openUs}\t{batch.Outputs[0].Values[row]}\t{batch.Outputs[1].Values[row]}"
                )
        );
        var rows = await RowsAsync(0, 1_000);
        rows.Select(row => row.Split('\t'))
            .Select(row => $"{row[0]}\t{row[5]}\t{row[6]}")
            .ShouldBe(lines);
    }

    /// <summary>
    /// Changes of two brokers' books, each at a time of its own. Each minute begins with the first level of one of them, so
    /// that what comes late into a minute is no longer in the book of the next.
    /// </summary>
    private static List<Level> RandomBooks(int seed, int fromMinute, int toMinute)
    {
        var random = new Random(seed);
        var levels = new List<Level>();
        double Volume(int least) => random.Next(least, 20) + (random.Next(2) * 0.75);
        for (var minute = fromMinute; minute < toMinute; minute++)
        {
            levels.Add(At(minute, 0, 1, 99, Volume(1), 101, Volume(1)));
            var afterUs = 0L;
            for (var i = random.Next(6); i > 0; i--)
            {
                afterUs += random.Next(1, 9_000) * 1_000L;
                var level = random.Next(1, Levels + 1);
                var row = At(
                    minute,
                    afterUs,
                    level,
                    100 - level,
                    random.Next(3) * Volume(0),
                    100 + level,
                    random.Next(3) * Volume(0)
                );
                levels.Add(row with { Broker = random.Next(3) == 0 ? "two" : "one" });
            }
        }
        return levels;
    }

    private static Level At(
        int minute,
        long afterUs,
        int level,
        double bid,
        double bidVolume,
        double ask,
        double askVolume
    ) => new(Start + (minute * Minute) + afterUs, "one", level, bid, bidVolume, ask, askVolume);

    private async Task WriteBooksAsync(IReadOnlyList<Level> levels)
    {
        var rows = levels.Select(one =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"(fromUnixTimestamp64Micro({one.TimeUs}), '{Symbol}', '{one.Broker}', {one.Number}, {one.Bid}, {one.BidVolume}, {one.Ask}, {one.AskVolume})"
            )
        );
        await suite.QueryClickHouseAsync(
            "INSERT INTO market_depth (timestamp, symbol, broker, level, bid_price, bid_volume, ask_price, ask_volume) VALUES "
                + string.Join(", ", rows)
        );
    }

    /// <summary>A quote in most minutes.</summary>
    private Task WriteTicksAsync(int firstMinute, int minutes) =>
        WriteTicksAsync([
            .. Enumerable
                .Range(firstMinute, minutes)
                .Where(minute => minute % 7 != 3)
                .Select(minute => Quote(minute, 5)),
        ]);

    private Task WriteTicksAsync(IReadOnlyList<Written> ticks) =>
        Tape.WriteAsync(_client, suite.KeyHeaders, Symbol, ticks);

    private static Written Quote(int minute, int second) =>
        new(Start + (minute * Minute) + (second * Second), 100, 100.1, 0, 0);

    private sealed record Level(
        long TimeUs,
        string Broker,
        int Number,
        double Bid,
        double BidVolume,
        double Ask,
        double AskVolume
    );
}
