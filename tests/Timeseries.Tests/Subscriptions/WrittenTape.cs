using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

/// <summary>
/// A symbol and everything written to it. Row number n has bid n + 1, so what a subscriber got is known
/// from the prices alone.
/// </summary>
internal sealed class WrittenTape(
    TimeseriesService.TimeseriesServiceClient client,
    Metadata headers
)
{
    public const long FirstTimeUs = 1_700_000_000_000_000;

    private static int _symbols;

    public string Symbol { get; } =
        $"T{Environment.ProcessId}-{Interlocked.Increment(ref _symbols)}";

    /// <summary>Of each record: its position and its first row's number.</summary>
    public List<(Position Position, int FirstRow)> Records { get; } = [];

    public int Rows { get; private set; }

    public static long TimeOf(int row) => FirstTimeUs + (row * 1_000L);

    /// <summary>Writes records of so many rows each, and waits until they are durable.</summary>
    public async Task WriteAsync(int records, int rowsEach)
    {
        using var call = client.WriteTicks(headers);
        var reading = Task.Run(async () =>
        {
            var positions = new List<Position>();
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                positions.AddRange(answer.Positions);
            }
            return positions;
        });
        var firstRows = new List<int>();
        for (var record = 0; record < records; record++)
        {
            firstRows.Add(Rows);
            await call.RequestStream.WriteAsync(new WriteTicksRequest { Batch = Batch(rowsEach) });
        }
        await call.RequestStream.CompleteAsync();
        // One symbol's records follow each other without a gap as long as nobody else writes.
        var last = (await reading)[^1];
        for (var record = 0; record < records; record++)
        {
            var position = new Position
            {
                Partition = last.Partition,
                Offset = last.Offset - (ulong)(records - 1 - record),
            };
            Records.Add((position, firstRows[record]));
        }
    }

    /// <summary>
    /// Waits until what was written is in the queues of those who subscribed: it is durable a little before.
    /// </summary>
    public async Task UntilPublishedAsync()
    {
        // A read waits for it.
        var latest = await client.GetLatestTicksAsync(
            new GetLatestTicksRequest { Symbols = { Symbol } },
            headers
        );
        latest.Batch.Bid.ShouldBe([(double)Rows]);
    }

    public int RecordOf(int row) => Records.FindLastIndex(record => record.FirstRow <= row);

    private TickBatch Batch(int rows)
    {
        var batch = new TickBatch { Symbols = { Symbol } };
        for (var i = 0; i < rows; i++)
        {
            batch.TimeUs.Add(TimeOf(Rows));
            batch.Bid.Add(Rows + 1);
            batch.Ask.Add(Rows + 1.5);
            Rows++;
        }
        return batch;
    }
}
