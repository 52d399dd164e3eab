using Grpc.Core;
using Platform.Common.V1;
using Platform.Stream.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

public enum StartKind
{
    Now,
    Snapshot,
    LastN,
    Time,
    PositionFirst,
    PositionMiddle,
    PositionLast,
    PositionOneAfterLast,
    PositionBeforeRetention,
}

/// <summary>A start on a tape as it stands, and the first row a subscriber must get for it.</summary>
internal sealed record StartCase(TickStart Start, int FirstRow, bool ExpectsSkipped = false)
{
    private const int LastRows = 7;

    public static async Task<StartCase> OfAsync(
        StartKind kind,
        WrittenTape tape,
        TightSuite suite,
        StreamService.StreamServiceClient stream,
        TimeseriesService.TimeseriesServiceClient client
    )
    {
        var rows = tape.Rows;
        switch (kind)
        {
            case StartKind.Now:
                return new(new TickStart { Now = new StartNow() }, rows);
            case StartKind.Snapshot:
                return new(new TickStart { Snapshot = new StartSnapshot() }, rows);
            case StartKind.LastN:
                return new(new TickStart { LastN = LastRows }, Math.Max(0, rows - LastRows));
            case StartKind.Time:
                // In the middle of a record.
                var row = rows == 0 ? 0 : (rows / 3) + 1;
                return new(new TickStart { TimeUs = WrittenTape.TimeOf(row) }, Math.Min(row, rows));
            case StartKind.PositionOneAfterLast:
                return new(At(await EndAsync(tape, suite, stream), inclusive: true), rows);
        }
        if (rows == 0)
        {
            return new(At(await EndAsync(tape, suite, stream), inclusive: true), 0);
        }
        var middle = tape.Records[tape.Records.Count / 2];
        switch (kind)
        {
            case StartKind.PositionFirst:
                return new(At(tape.Records[0].Position, inclusive: true), 0);
            case StartKind.PositionMiddle:
                return new(At(middle.Position, inclusive: true), middle.FirstRow);
            case StartKind.PositionLast:
                return new(At(tape.Records[^1].Position, inclusive: false), rows);
            default:
                await LeaveMemoryAsync(tape, client, suite);
                await suite.QueryClickHouseAsync(
                    $"DELETE FROM ticks WHERE log_partition = {middle.Position.Partition} "
                        + $"AND log_offset < {middle.Position.Offset} SETTINGS lightweight_deletes_sync = 2"
                );
                return new(
                    At(tape.Records[0].Position, inclusive: true),
                    middle.FirstRow,
                    ExpectsSkipped: true
                );
        }
    }

    private static TickStart At(Position position, bool inclusive) =>
        new()
        {
            Position = new StartPosition { Positions = { position }, Inclusive = inclusive },
        };

    /// <summary>The offset the next record of the symbol's partition will get.</summary>
    private static async Task<Position> EndAsync(
        WrittenTape tape,
        TightSuite suite,
        StreamService.StreamServiceClient stream
    )
    {
        var topic = await stream.GetTopicAsync(
            new GetTopicRequest { Topic = "mt5_tick_stream" },
            suite.KeyHeaders
        );
        var partition = new Ticks.Log.SymbolPartitioner((int)topic.Topic.Partitions).PartitionOf(
            tape.Symbol
        );
        return new Position
        {
            Partition = partition,
            Offset = topic.Partitions.Single(p => p.Partition == partition).NextOffset,
        };
    }

    /// <summary>Sees to it that memory has the newest third only: what memory has is not lost by deleting it in storage.</summary>
    private static async Task LeaveMemoryAsync(
        WrittenTape tape,
        TimeseriesService.TimeseriesServiceClient client,
        TightSuite suite
    )
    {
        // Reading waits until all is stored; then the next record leaves a hundred rows in memory.
        using var call = client.ReadTicks(
            new ReadTicksRequest { Symbols = { tape.Symbol } },
            suite.KeyHeaders
        );
        while (await call.ResponseStream.MoveNext(CancellationToken.None)) { }
        await tape.WriteAsync(1, 1);
    }
}
