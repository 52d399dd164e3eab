using System.Globalization;
using System.IO.Compression;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Tables;

/// <summary>As-of joins of trades, quotes and candles, held against a merge of the same rows by the plainest means.</summary>
[Collection("tables suite")]
public class AsOfTests(TablesSuite suite)
{
    private const string Quotes = "ticks/ibm-20131009-quotes.zip";
    private const long Second = 1_000_000;
    private const long Start = 1_660_000_000_000_000;
    private const int Symbols = 25;
    private const int PageSize = 37;

    private static readonly string[] TickColumns =
    [
        "timestamp",
        "symbol",
        "broker",
        "bid",
        "ask",
        "last",
        "log_offset",
        "log_row",
    ];

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly TableClient _table = new(suite);
    private readonly string _run = $"J{Guid.NewGuid():N}"[..9];

    [Fact]
    public async Task Trades_get_the_quote_that_stood_when_they_were_made()
    {
        await WriteMarketAsync();
        var all = await ReadTicksAsync(Ticks());
        var trades = all.FindAll(tick => tick.Last > 0);
        var quotes = all.FindAll(tick => tick.Last == 0);
        trades.Count.ShouldBeGreaterThan(1_000);
        // What the test is about is in what was written.
        trades.ShouldContain(trade => quotes.Exists(quote => IsAt(quote, trade)));
        trades.ShouldContain(trade => !quotes.Exists(quote => IsBefore(quote, trade)));
        var cases =
            from byBroker in new[] { false, true }
            from strictly in new[] { false, true }
            from tolerance in new[] { 0L, 3 * Second }
            from since in new[] { 0L, Start + (90 * Second) }
            from page in new[] { 0, PageSize }
            select (byBroker, strictly, tolerance, since, page);
        foreach (var (byBroker, strictly, tolerance, since, page) in cases)
        {
            var read = Ticks();
            read.Filters.Add(Filter("last", FilterOp.Greater, "0"));
            read.StartTimeUs = since;
            read.PageSize = (uint)page;
            read.AsOf = new AsOfJoin
            {
                Table = "ticks",
                Keys = { "symbol" },
                Columns = { "bid", "ask", "timestamp", "broker" },
                Filters = { Filter("last", FilterOp.Equal, "0") },
                ToleranceUs = tolerance,
                StrictlyBefore = strictly,
            };
            if (byBroker)
            {
                read.AsOf.Keys.Add("broker");
            }

            var rows = await ReadAllAsync(read);

            var expected = trades
                .Where(trade => trade.TimeUs >= since)
                .Select(trade => (trade, Match(quotes, trade, byBroker, strictly, tolerance)))
                .Select(pair => Row(pair.trade, pair.Item2));
            var what = $"by broker {byBroker}, strictly {strictly}, {tolerance}, {since}, {page}";
            rows.ShouldBe(expected, what);
        }
    }

    [RealDataFact(Quotes)]
    public async Task Candles_get_the_quote_that_stood_when_they_began()
    {
        var quotes = ReadQuotes(20_000);
        foreach (var part in quotes.Chunk(2_000))
        {
            await WriteAsync([.. part]);
        }
        await ReadTicksAsync(Ticks(symbols: 1));
        var first = quotes[0].TimeUs / (60 * Second) * 60 * Second;
        var step = (quotes[^1].TimeUs - first) / 400 / Second * Second;
        var opens = Enumerable.Range(-2, 402).Select(i => first + (i * step)).ToList();
        var answer = await _table.InsertAsync(
            new InsertRowsRequest
            {
                Table = "market_data",
                Batch = TableClient.Batch(
                    WireValues.Make("timestamp", "timestamps_us", [.. opens.Cast<object?>()]),
                    WireValues.Make("symbol", "strings", [.. opens.Select(_ => quotes[0].Symbol)]),
                    WireValues.Make("close", "doubles", [.. opens.Select(_ => (object?)1.0)])
                ),
            }
        );
        answer.AcceptedRows.ShouldBe((ulong)opens.Count);
        var read = new ReadRowsRequest
        {
            Table = "market_data",
            Columns = { "timestamp" },
            Filters = { Filter("symbol", FilterOp.Equal, quotes[0].Symbol) },
            AsOf = new AsOfJoin
            {
                Table = "ticks",
                Keys = { "symbol" },
                Columns = { "bid", "ask", "timestamp" },
            },
        };

        var (columns, _) = await _table.ReadAsync(read);

        columns["timestamp"].ShouldBe(opens.Cast<object?>());
        var matches = opens.ConvertAll(open => quotes.FindLast(quote => quote.TimeUs <= open));
        matches[0].ShouldBeNull();
        columns["ticks.bid"].ShouldBe(matches.Select(one => (object?)one?.Bid));
        columns["ticks.ask"].ShouldBe(matches.Select(one => (object?)one?.Ask));
        columns["ticks.timestamp"].ShouldBe(matches.Select(one => (object?)one?.TimeUs));
    }

    [Fact]
    public async Task Pages_of_rows_of_one_time_lose_and_repeat_none()
    {
        var rows = Enumerable.Range(0, 120).Select(i => $"{_run} {i * 7919 % 120:000}").ToList();
        await _table.InsertAsync(
            new InsertRowsRequest
            {
                Table = "social_sentiment",
                Batch = TableClient.Batch(
                    WireValues.Make(
                        "timestamp",
                        "timestamps_us",
                        [.. rows.Select((_, i) => (object?)(Start + (i / 40 * Second)))]
                    ),
                    WireValues.Make("platform", "strings", [.. rows.Select(_ => (object?)_run)]),
                    WireValues.Make("content", "strings", [.. rows.Cast<object?>()])
                ),
            }
        );
        var read = new ReadRowsRequest
        {
            Table = "social_sentiment",
            Columns = { "content" },
            Filters = { Filter("platform", FilterOp.Equal, _run) },
            PageSize = 7,
            AsOf = new AsOfJoin
            {
                Table = "social_sentiment",
                Keys = { "platform" },
                Columns = { "timestamp" },
            },
        };
        var contents = new List<object?>();
        do
        {
            var (page, next) = await _table.ReadAsync(read);
            contents.AddRange(page["content"]);
            read.PageToken = next;
        } while (read.PageToken.Length > 0);

        contents.Order().ShouldBe(rows.Cast<object?>().Order());
    }

    [Theory]
    [InlineData("ticks", "volume", "market_data", "timestamp")]
    [InlineData("ticks", "symbol", "market_data", "nobody")]
    [InlineData("ticks", "bid", "market_depth", "level")]
    public async Task What_can_not_be_joined_is_said(
        string left,
        string key,
        string right,
        string column
    )
    {
        var read = new ReadRowsRequest { Table = left };
        read.AsOf = new AsOfJoin
        {
            Table = right,
            Keys = { key },
            Columns = { column },
        };
        if (key == "volume")
        {
            // A number is no text.
            read.AsOf.Keys[0] = "symbol";
            read.AsOf.Filters.Add(Filter("close", FilterOp.Equal, "much"));
        }

        var failure = await _table.FailureOfAsync(read);

        failure.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    private static Quote? Match(
        List<Quote> quotes,
        Quote trade,
        bool byBroker,
        bool strictly,
        long tolerance
    )
    {
        Quote? best = null;
        foreach (var quote in quotes)
        {
            if (
                quote.Symbol != trade.Symbol
                || (byBroker && quote.Broker != trade.Broker)
                || (strictly ? quote.TimeUs >= trade.TimeUs : quote.TimeUs > trade.TimeUs)
                || (tolerance > 0 && trade.TimeUs - quote.TimeUs > tolerance)
            )
            {
                continue;
            }
            if (
                best is null
                || (quote.TimeUs, quote.Offset, quote.Row).CompareTo(
                    (best.TimeUs, best.Offset, best.Row)
                ) > 0
            )
            {
                best = quote;
            }
        }
        return best;
    }

    private static bool IsAt(Quote quote, Quote trade) =>
        quote.Symbol == trade.Symbol && quote.TimeUs == trade.TimeUs;

    private static bool IsBefore(Quote quote, Quote trade) =>
        quote.Symbol == trade.Symbol && quote.TimeUs <= trade.TimeUs;

    private static string Row(Quote trade, Quote? match) =>
        string.Join(
            ' ',
            new object?[]
            {
                trade.TimeUs,
                trade.Symbol,
                trade.Broker,
                trade.Last,
                trade.Offset,
                trade.Row,
                match?.Bid,
                match?.Ask,
                match?.TimeUs,
                match?.Broker,
            }.Select(Text)
        );

    private static string Text(object? value) =>
        value is null ? "-" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    // Times of whole seconds within two minutes: many are the same.
    private async Task WriteMarketAsync()
    {
        var random = new Random(20261121);
        var ticks = new List<Quote>();
        for (var symbol = 0; symbol < Symbols; symbol++)
        {
            for (var i = 0; i < 120; i++)
            {
                var isTrade = random.Next(2) == 0;
                ticks.Add(
                    new Quote(
                        Start + (random.Next(120) * Second),
                        $"{_run}{symbol}",
                        random.Next(2) == 0 ? "one" : "two",
                        100 + random.Next(1_000),
                        1_200 + random.Next(1_000),
                        isTrade ? 1_000 + i : 0
                    )
                );
            }
        }
        var order = ticks.OrderBy(_ => random.Next()).ToList();
        foreach (var part in order.Chunk(500))
        {
            foreach (var broker in part.GroupBy(tick => tick.Broker))
            {
                await WriteAsync([.. broker]);
            }
        }
    }

    private async Task WriteAsync(List<Quote> ticks)
    {
        var symbols = ticks.Select(tick => tick.Symbol).Distinct().ToList();
        var answer = await _client.WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                Batch = new TickBatch
                {
                    TimeUs = { ticks.Select(tick => tick.TimeUs) },
                    Symbols = { symbols },
                    SymbolIndex = { ticks.Select(tick => (uint)symbols.IndexOf(tick.Symbol)) },
                    Bid = { ticks.Select(tick => tick.Bid) },
                    Ask = { ticks.Select(tick => tick.Ask) },
                    Last = { ticks.Select(tick => tick.Last) },
                    Brokers = { ticks[0].Broker },
                },
            },
            suite.KeyHeaders
        );
        answer.AcceptedRows.ShouldBe((uint)ticks.Count);
    }

    private ReadRowsRequest Ticks(int symbols = Symbols) =>
        new()
        {
            Table = "ticks",
            Columns = { TickColumns },
            Filters =
            {
                Filter(
                    "symbol",
                    FilterOp.In,
                    [.. Enumerable.Range(0, symbols).Select(i => $"{_run}{i}")]
                ),
            },
        };

    private async Task<List<Quote>> ReadTicksAsync(ReadRowsRequest read)
    {
        // Reading ticks waits until all is stored.
        using var stored = _client.ReadTicks(
            new ReadTicksRequest { Symbols = { read.Filters[0].Values } },
            suite.KeyHeaders
        );
        await foreach (var _ in stored.ResponseStream.ReadAllAsync()) { }
        var (columns, _) = await _table.ReadAsync(read);
        return
        [
            .. Enumerable
                .Range(0, columns.Count == 0 ? 0 : columns["timestamp"].Count)
                .Select(i => new Quote(
                    (long)columns["timestamp"][i]!,
                    (string)columns["symbol"][i]!,
                    (string)columns["broker"][i]!,
                    (double)columns["bid"][i]!,
                    (double)columns["ask"][i]!,
                    (double)columns["last"][i]!
                )
                {
                    Offset = Convert.ToInt64(columns["log_offset"][i], null),
                    Row = Convert.ToInt64(columns["log_row"][i], null),
                }),
        ];
    }

    private async Task<List<string>> ReadAllAsync(ReadRowsRequest read)
    {
        string[] shown =
        [
            "timestamp",
            "symbol",
            "broker",
            "last",
            "log_offset",
            "log_row",
            "ticks.bid",
            "ticks.ask",
            "ticks.timestamp",
            "ticks.broker",
        ];
        var rows = new List<string>();
        do
        {
            var (columns, next) = await _table.ReadAsync(read);
            for (var i = 0; i < columns["timestamp"].Count; i++)
            {
                rows.Add(string.Join(' ', shown.Select(name => Text(columns[name][i]))));
            }
            read.PageToken = next;
        } while (read.PageToken.Length > 0);
        return rows;
    }

    private static Filter Filter(string field, FilterOp op, params string[] values) =>
        new()
        {
            Field = field,
            Op = op,
            Values = { values },
        };

    // ms since midnight in New York, bid * 10000, size, ask * 10000, size, ...; a side that is 0 stays as it was.
    private List<Quote> ReadQuotes(int count)
    {
        var midnight = new DateTimeOffset(2013, 10, 9, 4, 0, 0, TimeSpan.Zero);
        using var archive = ZipFile.OpenRead(RealData.PathOf(Quotes));
        using var reader = new StreamReader(archive.Entries[0].Open());
        var quotes = new List<Quote>();
        var (bid, ask) = (0.0, 0.0);
        while (quotes.Count < count && reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            bid = Price(fields[1]) is > 0 and var newBid ? newBid : bid;
            ask = Price(fields[3]) is > 0 and var newAsk ? newAsk : ask;
            if (bid > 0 && ask > 0)
            {
                var time =
                    midnight.ToUnixTimeMilliseconds()
                    + long.Parse(fields[0], CultureInfo.InvariantCulture);
                quotes.Add(new Quote(time * 1_000, $"{_run}0", "us", bid, ask, 0));
            }
        }
        return quotes;
    }

    private static double Price(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var price) ? price / 10_000 : 0;

    private sealed record Quote(
        long TimeUs,
        string Symbol,
        string Broker,
        double Bid,
        double Ask,
        double Last
    )
    {
        public long Offset { get; init; }

        public long Row { get; init; }
    }
}
