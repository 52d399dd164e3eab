using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>Writes of what is no batch, is too much or has bad rows.</summary>
[Collection("faulty suite")]
public class WriteTests(FaultySuite suite, ITestOutputHelper output) : GatewayCaller(suite, output)
{
    [Fact]
    public async Task A_request_without_a_batch_is_malformed()
    {
        var answer = await Answer.OfAsync(() => WriteAsync(null));
        answer.ShouldSay(
            Output,
            "write without a batch",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "no batch"
        );
    }

    [Fact]
    public async Task Columns_of_different_lengths_are_malformed()
    {
        var batch = Ticks("BAD.LENGTHS", 3);
        batch.Ask.RemoveAt(0);
        var answer = await Answer.OfAsync(() => WriteAsync(batch));
        answer.ShouldSay(
            Output,
            "column lengths differ",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "ask",
            "2",
            "3"
        );
        answer.Metadata("column").ShouldBe("ask");
        answer.Metadata("allowed").ShouldBe("3 values");
    }

    [Fact]
    public async Task An_index_outside_its_dictionary_is_malformed()
    {
        var batch = Ticks("BAD.INDEX", 2);
        batch.SymbolIndex.AddRange([0, 7]);
        var answer = await Answer.OfAsync(() => WriteAsync(batch));
        answer.ShouldSay(
            Output,
            "index outside its dictionary",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "symbol_index",
            "7"
        );
        answer.Metadata("allowed").ShouldBe("0 to 0");
    }

    [Fact]
    public async Task A_malformed_batch_in_a_stream_ends_it_after_what_came_before_is_acknowledged()
    {
        using var call = Client.WriteTicks(Key);
        await call.RequestStream.WriteAsync(
            new WriteTicksRequest { Batch = Ticks("BAD.STREAM", 2) }
        );
        var bad = Ticks("BAD.STREAM", 2);
        bad.Bid.Add(1);
        await call.RequestStream.WriteAsync(new WriteTicksRequest { Batch = bad });
        var acknowledged = 0ul;
        var answer = await Answer.OfAsync(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync())
            {
                acknowledged = response.AckedSequence;
            }
        });
        answer.ShouldSay(
            Output,
            "malformed batch in a stream",
            StatusCode.InvalidArgument,
            ErrorReason.MalformedBatch,
            "bid"
        );
        acknowledged.ShouldBe(1ul);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_refused()
    {
        var answer = await Answer.OfAsync(() => RawCalls.GarbageAsync(Suite));
        answer.ShouldSay(
            Output,
            "bytes that are no message",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "can't be read"
        );
    }

    [Fact]
    public async Task A_message_of_10_MiB_is_over_the_limit()
    {
        var batch = Ticks("BAD.LARGE", 1);
        batch.Brokers.Add(new string('b', 10 << 20));
        var answer = await Answer.OfAsync(() => WriteAsync(batch));
        answer.ShouldSay(
            Output,
            "10 MiB message",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            $"{8 << 20}"
        );
    }

    [Fact]
    public async Task More_rows_than_a_batch_may_have_are_over_the_limit()
    {
        var answer = await Answer.OfAsync(() => WriteAsync(Ticks("BAD.ROWS", 65_537)));
        answer.ShouldSay(
            Output,
            "65,537 rows in a batch",
            StatusCode.ResourceExhausted,
            ErrorReason.LimitExceeded,
            "65537",
            "65536"
        );
        answer.Metadata("limit").ShouldBe("Ticks:BatchRowsMax");
    }

    [Fact]
    public async Task A_request_id_that_is_no_UUID_is_refused()
    {
        var answer = await Answer.OfAsync(() => WriteAsync(Ticks("BAD.ID", 1), "order-17"));
        answer.ShouldSay(
            Output,
            "request_id is no UUID",
            StatusCode.InvalidArgument,
            ErrorReason.InvalidArgument,
            "request_id",
            "UUID"
        );
    }

    [Fact]
    public async Task Bad_rows_are_rejected_one_by_one_and_the_others_kept()
    {
        var batch = new TickBatch { Symbols = { "BAD.ROW", "" } };
        double[] bids = [1, double.NaN, -1, 1, 1, 2];
        for (var row = 0; row < bids.Length; row++)
        {
            batch.SymbolIndex.Add(row == 3 ? 1u : 0u);
            batch.TimeUs.Add(row == 4 ? -1 : TimeUs);
            batch.Bid.Add(bids[row]);
            batch.Ask.Add(1.5);
        }
        var response = await Client.WriteTickBatchAsync(
            new WriteTickBatchRequest { Batch = batch },
            Key
        );
        response.AcceptedRows.ShouldBe(2u, "the good row and the crossed one");
        response
            .Rejected.OrderBy(row => row.Row)
            .Select(row => (row.Row, row.Reason))
            .ShouldBe([
                (1u, RejectReason.PriceNotFinite),
                (2u, RejectReason.PriceNotPositive),
                (3u, RejectReason.SymbolEmpty),
                (4u, RejectReason.TimeOutOfBounds),
            ]);
        response.Rejected.ShouldAllBe(row => row.Detail.Length > 10);
    }

    [Fact]
    public async Task A_batch_of_very_many_symbols_is_written_whole()
    {
        const int symbols = 3_000;
        var batch = new TickBatch();
        for (var i = 0; i < symbols; i++)
        {
            batch.Symbols.Add($"MANY.{i}");
            batch.SymbolIndex.Add((uint)i);
            batch.TimeUs.Add(TimeUs);
            batch.Bid.Add(1);
            batch.Ask.Add(2);
        }
        var id = Guid.NewGuid().ToString();
        (await WriteAsync(batch, id)).AcceptedRows.ShouldBe((uint)symbols);
        var again = await WriteAsync(batch, id);
        again.AcceptedRows.ShouldBe(0u);
        again.DuplicateRows.ShouldBe((uint)symbols);
    }
}
