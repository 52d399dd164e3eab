using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Model;

namespace Platform.Timeseries.Ticks.Storage;

/// <summary>
/// Follows the log into ClickHouse, every row exactly once. Records gather into inserts; an insert
/// carries a token made of its positions, so that repeating it adds nothing; after a restart the newest
/// stretch is compared with what is stored.
/// </summary>
internal sealed partial class TickSink(
    ClickHouseClient clickHouse,
    LogFollower follower,
    TickHub hub,
    StoreGate gate,
    IOptions<StorageOptions> options,
    ILogger<TickSink> logger
)
{
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(2);

    private readonly StorageOptions _options = options.Value;
    private readonly TextTable _texts = new();

    /// <summary>Why nothing can be stored at the moment, in one line; null while all is well.</summary>
    public string? Impediment { get; private set; }

    public event Action? ImpedimentChanged;

    public async Task RunAsync(StoredProgress progress, CancellationToken stopping)
    {
        var free = Channel.CreateUnbounded<InsertBuffer>();
        var full = Channel.CreateBounded<InsertBuffer>(_options.InsertsQueuedMax);
        for (var i = 0; i < _options.InsertsQueuedMax + 1; i++)
        {
            free.Writer.TryWrite(new InsertBuffer());
        }
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = Guid.NewGuid();
        var inserting = InsertAsync(full.Reader, free.Writer, run, failed.Token);
        var filling = FillAsync(progress, free.Reader, full.Writer, failed.Token);
        await Task.WhenAny(inserting, filling);
        await failed.CancelAsync();
        await Task.WhenAll(inserting, filling);
    }

    private async Task FillAsync(
        StoredProgress progress,
        ChannelReader<InsertBuffer> free,
        ChannelWriter<InsertBuffer> full,
        CancellationToken stopping
    )
    {
        var responses = follower
            .FollowAsync([.. progress.CheckFrom], _ => { }, stopping)
            .GetAsyncEnumerator(stopping);
        await using var disposing = responses;
        var buffer = await free.ReadAsync(stopping);
        Task<bool>? next = null;
        var due = Task.CompletedTask;
        while (true)
        {
            next ??= responses.MoveNextAsync().AsTask();
            if (buffer.Rows > 0 && !next.IsCompleted)
            {
                await Task.WhenAny(next, due);
                if (!next.IsCompleted)
                {
                    await full.WriteAsync(buffer, stopping);
                    buffer = await free.ReadAsync(stopping);
                    continue;
                }
            }
            await next;
            next = null;
            foreach (var logged in responses.Current.Records)
            {
                if (ReadRecord(logged) is not { } record)
                {
                    continue;
                }
                var stored = await StoredRowsOfAsync(progress, record, stopping);
                if (stored?.Count == record.Rows)
                {
                    buffer.Pass(record.Partition, record.Offset);
                    continue;
                }
                if (buffer.Rows == 0)
                {
                    due = Task.Delay(_options.InsertInterval, stopping);
                }
                buffer.Add(record, stored);
                if (
                    buffer.Rows >= _options.InsertRows
                    || buffer.Records >= _options.InsertRecordsMax
                    || due.IsCompleted
                )
                {
                    await full.WriteAsync(buffer, stopping);
                    buffer = await free.ReadAsync(stopping);
                }
            }
            if (buffer.Rows == 0 && buffer.Ranges.Count > 0)
            {
                // Only compared: nothing to insert, but now known to be stored.
                await full.WriteAsync(buffer, stopping);
                buffer = await free.ReadAsync(stopping);
            }
        }
    }

    private TickRecord? ReadRecord(Stream.V1.Record logged)
    {
        try
        {
            return new TickRecord(
                logged.Position.Partition,
                logged.Position.Offset,
                logged.TimestampUs,
                logged.Value.Memory,
                _texts
            );
        }
        catch (InvalidDataException e)
        {
            // Somebody else published to the topic: it can't be stored, and must not stop the others.
            LogUnreadable(logged.Position.Partition, logged.Position.Offset, e.Message);
            return null;
        }
    }

    private async ValueTask<HashSet<uint>?> StoredRowsOfAsync(
        StoredProgress progress,
        TickRecord record,
        CancellationToken stopping
    )
    {
        if ((long)record.Offset > progress.Through[record.Partition])
        {
            return null;
        }
        var rows = progress.RowsOf(record.Partition, record.Offset);
        return rows == 0 ? null
            : rows == record.Rows ? AllRows(record.Rows)
            : await StoredProgress.RowNumbersAsync(
                clickHouse,
                record.Partition,
                record.Offset,
                stopping
            );
    }

    private static HashSet<uint> AllRows(int rows)
    {
        var all = new HashSet<uint>(rows);
        for (var row = 0; row < rows; row++)
        {
            all.Add((uint)row);
        }
        return all;
    }

    private async Task InsertAsync(
        ChannelReader<InsertBuffer> full,
        ChannelWriter<InsertBuffer> free,
        Guid run,
        CancellationToken stopping
    )
    {
        var replacements = gate.Replacements;
        await foreach (var buffer in full.ReadAllAsync(stopping))
        {
            using var turn = await gate.EnterAsync(stopping);
            if (
                gate.Replacements != replacements
                || (buffer.Rows > 0 && await InsertUntilDoneAsync(buffer, run, stopping))
            )
            {
                throw new InsertInDoubtException();
            }
            foreach (var (partition, range) in buffer.Ranges)
            {
                hub.StoredThrough(partition, (long)range.Last);
            }
            buffer.Clear();
            free.TryWrite(buffer);
        }
    }

    /// <summary>
    /// True when the insert succeeded only after an attempt had failed. The engine notes a token before
    /// it keeps the rows, so that an attempt cut off in between would make the repeat add nothing: what
    /// is stored has to be compared before it is believed.
    /// </summary>
    private async Task<bool> InsertUntilDoneAsync(
        InsertBuffer buffer,
        Guid run,
        CancellationToken stopping
    )
    {
        var hasFailed = false;
        var insert = new InsertOptions
        {
            // The run is part of it: what a comparison finds missing must not be taken for a repeat.
            DeduplicationToken = $"{run:N} {buffer.DeduplicationToken()}",
            // Rows of more than a hundred months in one insert are rare but no mistake.
            Settings = new Dictionary<string, string>
            {
                ["max_partitions_per_insert_block"] = "0",
                ["async_insert"] = "0",
            },
        };
        var delay = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                using var block = buffer.ToBlock();
                await clickHouse.InsertAsync(TickTable.Name, block, insert, stopping);
                SetImpediment(null, null);
                return hasFailed;
            }
            catch (ClickHouseException e)
            {
                // Nothing is lost while it lasts: the log keeps what is not stored.
                hasFailed = true;
                LogInsertFailed(buffer.Rows, e.Message);
                SetImpediment(e.Message, e.Name);
                await Task.Delay(delay, stopping);
                delay = delay * 2 < RetryDelayMax ? delay * 2 : RetryDelayMax;
            }
        }
    }

    private void SetImpediment(string? impediment, string? name)
    {
        if (Impediment != impediment)
        {
            Impediment = impediment;
            hub.StoringImpeded(name);
            ImpedimentChanged?.Invoke();
        }
    }

    [LoggerMessage(
        201,
        LogLevel.Warning,
        "Inserting {Rows} ticks failed and is repeated: {Reason}"
    )]
    private partial void LogInsertFailed(int rows, string reason);

    [LoggerMessage(
        202,
        LogLevel.Error,
        "Record {Partition}:{Offset} of the log is no tick record and is passed over: {Reason}"
    )]
    private partial void LogUnreadable(uint partition, ulong offset, string reason);
}

/// <summary>Whether the last insert is stored in full is not known: compare with storage and go on from there.</summary>
internal sealed class InsertInDoubtException()
    : Exception("an insert succeeded only when it was repeated; what is stored is compared again");
