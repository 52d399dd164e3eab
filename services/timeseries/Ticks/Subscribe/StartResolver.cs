using System.Globalization;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>Where a subscription begins, as a cursor, and what goes before it.</summary>
/// <param name="Cursor">The newest offset of each partition that is not wanted.</param>
/// <param name="Snapshot">The newest record of each symbol, to be sent first; empty unless asked for.</param>
/// <param name="Expired">Positions asked for that storage no longer has.</param>
internal sealed record SubscriptionStart(
    Cursor Cursor,
    List<TickRecord> Snapshot,
    List<SkippedRange> Expired
);

/// <summary>Turns each kind of start into a cursor, so that there is one way on from there.</summary>
internal sealed class StartResolver(TickHub hub, TickHistory history, TickLog log)
{
    public async Task<SubscriptionStart> ResolveAsync(
        TickScope scope,
        TickStart start,
        CancellationToken cancellation
    )
    {
        switch (start.AtCase)
        {
            case TickStart.AtOneofCase.Snapshot:
                var (published, newest) = hub.Snapshot(scope.IsAll ? null : scope.Symbols);
                return new SubscriptionStart(new Cursor(published), newest, []);
            case TickStart.AtOneofCase.LastN:
                return Plain(await LastAsync(scope, (int)start.LastN, cancellation));
            case TickStart.AtOneofCase.TimeUs:
                return Plain(await FromTimeAsync(scope, start.TimeUs, cancellation));
            case TickStart.AtOneofCase.Position:
                return await FromPositionAsync(scope, start.Position, cancellation);
            default:
                return Plain(new Cursor(hub.PublishedThroughAll()));
        }
    }

    private static SubscriptionStart Plain(Cursor cursor) => new(cursor, [], []);

    private async Task<Cursor> LastAsync(TickScope scope, int rows, CancellationToken cancellation)
    {
        var published = hub.PublishedThroughAll();
        var cursor = new Cursor(published);
        if (rows == 0)
        {
            return cursor;
        }
        foreach (var symbol in scope.IsAll ? hub.Symbols() : [.. scope.Symbols])
        {
            var partition = scope.PartitionOf(symbol);
            var (offset, skip) = await FindLastAsync(scope, symbol, rows, cancellation);
            scope.StartAt(symbol, offset);
            if (skip > 0)
            {
                scope.SkipRows(partition, (ulong)offset, skip);
            }
            cursor.Set(partition, Math.Min(cursor.Through(partition), offset - 1));
        }
        return cursor;
    }

    private async Task<(long Offset, int SkipRows)> FindLastAsync(
        TickScope scope,
        string symbol,
        int rows,
        CancellationToken cancellation
    )
    {
        if (hub.Recent(symbol, rows, scope.Brokers) is { } recent)
        {
            var found = recent.Sum(record => record.Rows);
            return recent.Count == 0 ? (0, 0) : ((long)recent[0].Offset, Math.Max(0, found - rows));
        }
        // Memory holds less than was asked for, so all of it is wanted and the rest is in storage.
        var (memoryAfter, records) = hub.InMemory(symbol);
        var inMemory = records
            .Where(record => scope.Wants(symbol, record.Broker, record.Offset))
            .Sum(record => record.Rows);
        var partition = scope.PartitionOf(symbol);
        await hub.WaitStoredAsync(partition, memoryAfter, cancellation);
        return await history.FindLastAsync(
                scope.ForHistory(symbol),
                partition,
                Math.Max(1, rows - inMemory),
                memoryAfter,
                cancellation
            ) ?? (0, 0);
    }

    private async Task<Cursor> FromTimeAsync(
        TickScope scope,
        long timeUs,
        CancellationToken cancellation
    )
    {
        if (timeUs < 0)
        {
            PlatformErrors.ThrowInvalid(
                ("start.time_us", $"{timeUs} is before 1970-01-01 UTC; give 0 or above.")
            );
        }
        scope.MinTimeUs = timeUs;
        // What is not stored yet is in memory or the log and is looked at row by row.
        var stored = hub.StoredThroughAll();
        var cursor = new Cursor(stored);
        foreach (var partition in scope.Partitions)
        {
            var first = await history.FirstOffsetAsync(scope.ForHistory(), partition, cancellation);
            if (first is { } offset && offset <= stored[partition])
            {
                cursor.Set(partition, offset - 1);
            }
        }
        return cursor;
    }

    private async Task<SubscriptionStart> FromPositionAsync(
        TickScope scope,
        StartPosition start,
        CancellationToken cancellation
    )
    {
        var through = new long[scope.PartitionCount];
        Array.Fill(through, -1);
        foreach (var position in start.Positions)
        {
            if (position.Partition >= scope.PartitionCount)
            {
                PlatformErrors.ThrowInvalid(
                    (
                        "start.position",
                        $"There is no partition {position.Partition}, only 0 to {scope.PartitionCount - 1}."
                    )
                );
            }
            through[position.Partition] = (long)position.Offset - (start.Inclusive ? 1 : 0);
        }
        await CheckWithinLogAsync(through, cancellation);
        foreach (var partial in start.Partial)
        {
            if (partial.Position is { } position)
            {
                scope.SkipRows(position.Partition, position.Offset, (int)partial.Rows);
            }
        }
        var expired = new List<SkippedRange>();
        foreach (var partition in scope.Partitions)
        {
            var oldest = await OldestKeptAsync(partition, through[partition], cancellation);
            if (oldest > through[partition] + 1)
            {
                expired.Add(
                    new SkippedRange(partition, (ulong)(through[partition] + 1), (ulong)oldest - 1)
                );
                through[partition] = oldest - 1;
            }
        }
        return new SubscriptionStart(new Cursor(through), [], expired);
    }

    private async Task CheckWithinLogAsync(long[] through, CancellationToken cancellation)
    {
        var published = hub.PublishedThroughAll();
        if (!through.Where((offset, partition) => offset > published[partition]).Any())
        {
            return;
        }
        // A writer may know a position before it was published here; only the log knows its end.
        var status = await log.GetStatusAsync(cancellation);
        foreach (var partition in status.Partitions)
        {
            if (through[partition.Partition] >= (long)partition.NextOffset)
            {
                PlatformErrors.Throw(
                    ErrorReason.PositionBeyondLog,
                    $"Partition {partition.Partition} ends before the position given: offset "
                        + $"{through[partition.Partition]} was asked for, the next to be written is {partition.NextOffset}.",
                    ("partition", Text(partition.Partition)),
                    ("offset", Text((ulong)through[partition.Partition])),
                    ("next_offset", Text(partition.NextOffset))
                );
            }
        }
    }

    /// <summary>The first offset at or after the one wanted that may still be read.</summary>
    private async Task<long> OldestKeptAsync(
        uint partition,
        long through,
        CancellationToken cancellation
    )
    {
        var stored = hub.StoredThroughAll()[partition];
        if (through >= stored)
        {
            return through + 1;
        }
        return await history.OldestOffsetAsync(partition, cancellation) ?? stored + 1;
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
