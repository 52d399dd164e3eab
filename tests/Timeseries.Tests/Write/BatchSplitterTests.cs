using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Ticks.Write;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Write;

public class BatchSplitterTests
{
    private const long Time = 1_400_000_000_000_000;

    [Fact]
    public void Bad_rows_are_rejected_with_their_reasons_and_good_ones_kept_in_order()
    {
        var batch = new TickBatch
        {
            Symbols = { "EURUSD", "", "TOO-LONG-A-SYMBOL-TO-BE-ANY-USE-AT-ALL", "BAD SYMBOL" },
            SymbolIndex = { 0, 1, 2, 3, 0, 0, 0, 0, 0, 0 },
            TimeUs = { Time, Time, Time, Time, Time, Time, Time, 1, long.MaxValue, Time + 1 },
            Bid = { 1, 1, 1, 1, double.NaN, -1, 3, 1, 1, 1.5 },
            Ask = { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2.5 },
        };

        var split = Splitter(new TickOptions()).Split(batch, sequence: 7);

        split
            .Rejected.Select(row => ((int)row.Row, row.Reason))
            .ShouldBe([
                (1, RejectReason.SymbolEmpty),
                (2, RejectReason.SymbolInvalid),
                (3, RejectReason.SymbolInvalid),
                (4, RejectReason.PriceNotFinite),
                (5, RejectReason.PriceNotPositive),
                (7, RejectReason.TimeOutOfBounds),
                (8, RejectReason.TimeOutOfBounds),
            ]);
        split.Rejected.ShouldAllBe(row => row.Sequence == 7 && row.Detail.Length > 10);
        var kept = TickBatch.Parser.ParseFrom(split.Records.ShouldHaveSingleItem().Value);
        kept.Bid.ShouldBe([1, 3, 1.5]);
        kept.Flags.ShouldBe([0u, 1u, 0u], "a bid above the ask is flagged, not dropped");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_taken_whole_becomes_the_record_it_becomes_row_by_row(bool everyColumn)
    {
        var whole = new TickBatch { Symbols = { "EURUSD" }, Brokers = { "b" } };
        for (var row = 0; row < 300; row++)
        {
            whole.TimeUs.Add(Time + row);
            whole.Bid.Add(1 + (row * 0.01));
            whole.Ask.Add(1.005 + (row * 0.01));
            if (everyColumn)
            {
                whole.Last.Add(row % 3);
                whole.Volume.Add((ulong)row * 1_000_003);
                whole.Spread.Add(row * 0.5f);
                whole.PrimarySession.Add(row % 2 == 0);
            }
        }
        // A second entry in the dictionary, which no row uses, keeps it from being taken whole.
        var byRow = whole.Clone();
        byRow.Symbols.Add("GBPUSD");
        byRow.SymbolIndex.AddRange(Enumerable.Repeat(0u, 300));

        var taken = Splitter(new TickOptions()).Split(whole, 1).Records.ShouldHaveSingleItem();
        var split = Splitter(new TickOptions()).Split(byRow, 1).Records.ShouldHaveSingleItem();

        taken.Rows.ShouldBe(300);
        taken.Symbol.ShouldBe("EURUSD");
        taken.Value.ShouldBe(split.Value);
    }

    [Theory]
    [InlineData(double.NaN, 2)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(1e308, 1e308)]
    [InlineData(0, 2)]
    [InlineData(-1, 2)]
    public void One_bad_row_in_a_batch_of_one_symbol_is_found(double bid, double ask)
    {
        var batch = Quotes("EURUSD", (1, 2), (bid, ask), (3, 4));

        var split = Splitter(new TickOptions()).Split(batch, 1);

        split.Rejected.ShouldHaveSingleItem().Row.ShouldBe(1u);
        split.Records.ShouldHaveSingleItem().Rows.ShouldBe(2);
    }

    [Fact]
    public void Crossed_quotes_are_rejected_where_the_option_says_so()
    {
        var batch = Quotes("EURUSD", (3, 2), (1, 2));

        var split = Splitter(new TickOptions { CrossedQuotes = CrossedQuotes.Reject })
            .Split(batch, 1);

        split.Rejected.ShouldHaveSingleItem().Reason.ShouldBe(RejectReason.BidAboveAsk);
        split.Records.ShouldHaveSingleItem().Rows.ShouldBe(1);
    }

    [Fact]
    public void One_sided_quotes_are_taken_only_where_the_option_says_so()
    {
        var batch = Quotes("IBM", (0, 184.83), (175, 0), (0, 0));

        Splitter(new TickOptions()).Split(batch, 1).RejectedRows.ShouldBe(3);
        var split = Splitter(new TickOptions { AcceptOneSided = true }).Split(batch, 1);
        split.RejectedRows.ShouldBe(1, "a quote without either side says nothing");
        TickBatch.Parser.ParseFrom(split.Records[0].Value).Flags.ShouldBeEmpty();
    }

    [Fact]
    public void A_symbol_off_the_list_is_unknown()
    {
        var split = Splitter(new TickOptions { Symbols = ["EURUSD"] })
            .Split(Quotes("GBPUSD", (1, 2)), 1);

        split.Rejected.ShouldHaveSingleItem().Reason.ShouldBe(RejectReason.SymbolUnknown);
    }

    [Fact]
    public void Every_symbol_and_broker_gets_records_of_its_own_no_longer_than_the_limit()
    {
        var batch = new TickBatch { Symbols = { "A", "B" }, Brokers = { "x", "y" } };
        for (uint row = 0; row < 100; row++)
        {
            batch.SymbolIndex.Add(row % 2);
            batch.BrokerIndex.Add(row / 50);
            batch.TimeUs.Add(Time + row);
            batch.Bid.Add(1 + row);
            batch.Ask.Add(2 + row);
        }

        var split = Splitter(new TickOptions { RecordRowsMax = 10 }).Split(batch, 1);

        split.Records.ShouldAllBe(record => record.Rows <= 10);
        split.Records.Sum(record => record.Rows).ShouldBe(100);
        foreach (var symbol in new[] { "A", "B" })
        {
            var bids = split
                .Records.Where(record => record.Symbol == symbol)
                .Select(record => TickBatch.Parser.ParseFrom(record.Value))
                .GroupBy(record => record.Brokers[0])
                .ToDictionary(group => group.Key, group => group.SelectMany(r => r.Bid).ToList());
            bids.Keys.ShouldBe(["x", "y"], ignoreOrder: true);
            bids.Values.ShouldAllBe(list => list.SequenceEqual(list.Order()));
        }
    }

    public static TheoryData<TickBatch, string> Malformed() =>
        new()
        {
            {
                new TickBatch
                {
                    Symbols = { "A" },
                    TimeUs = { Time },
                    Bid = { 1 },
                },
                "ask"
            },
            {
                new TickBatch
                {
                    Symbols = { "A" },
                    TimeUs = { Time },
                    Bid = { 1 },
                    Ask = { 2 },
                    Last = { 1, 2 },
                },
                "last"
            },
            {
                new TickBatch
                {
                    Symbols = { "A", "B" },
                    TimeUs = { Time },
                    Bid = { 1 },
                    Ask = { 2 },
                },
                "symbol_index"
            },
            {
                new TickBatch
                {
                    TimeUs = { Time },
                    Bid = { 1 },
                    Ask = { 2 },
                },
                "symbol_index"
            },
            {
                new TickBatch
                {
                    Symbols = { "A" },
                    SymbolIndex = { 1 },
                    TimeUs = { Time },
                    Bid = { 1 },
                    Ask = { 2 },
                },
                "symbol_index"
            },
            {
                new TickBatch
                {
                    Symbols = { "A" },
                    Brokers = { "x", "y" },
                    TimeUs = { Time },
                    Bid = { 1 },
                    Ask = { 2 },
                },
                "broker_index"
            },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_batch_whose_columns_do_not_fit_together_is_refused_by_name(
        TickBatch batch,
        string column
    )
    {
        var error = Should.Throw<RpcException>(() => Splitter(new TickOptions()).Split(batch, 1));

        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain(column);
    }

    [Fact]
    public void A_batch_over_the_limit_is_refused_and_the_limit_named()
    {
        var error = Should.Throw<RpcException>(() =>
            Splitter(new TickOptions { BatchRowsMax = 1 }).Split(Quotes("A", (1, 2), (1, 2)), 1)
        );

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        error.Status.Detail.ShouldContain("2 rows; the limit is 1");
    }

    [Fact]
    public void Ids_of_records_differ_within_a_batch_and_are_the_same_when_it_is_repeated()
    {
        var batch = Guid.NewGuid();

        var ids = Enumerable.Range(0, 100).Select(i => RequestIds.ForRecord(batch, i)).ToList();

        ids.Distinct().Count().ShouldBe(100);
        RequestIds.ForRecord(batch, 3).ShouldBe(ids[3]);
    }

    private static BatchSplitter Splitter(TickOptions options)
    {
        var wrapped = Options.Create(options);
        return new BatchSplitter(wrapped, new TickValidator(wrapped, TimeProvider.System));
    }

    private static TickBatch Quotes(string symbol, params (double Bid, double Ask)[] quotes)
    {
        var batch = new TickBatch { Symbols = { symbol } };
        foreach (var (bid, ask) in quotes)
        {
            batch.TimeUs.Add(Time);
            batch.Bid.Add(bid);
            batch.Ask.Add(ask);
        }
        return batch;
    }
}
