using System.Buffers;
using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Transfers;

/// <summary>Stores the chunks of a source, each once however often it is sent.</summary>
internal sealed class ImportRun(
    ClickHouseClient clickHouse,
    TransferTables tables,
    ImportJournal journal,
    ImportDoubt doubt,
    ImportRules rules,
    StoreGate gate,
    IOptions<TransferOptions> options
)
{
    private readonly ConcurrentDictionary<(string Source, string Table), bool> _running = new();

    public async Task RunAsync(
        IAsyncStreamReader<ImportTableRequest> incoming,
        IServerStreamWriter<ImportTableResponse> responses,
        CancellationToken cancellation
    )
    {
        var requests = new PatientReader<ImportTableRequest>(
            incoming,
            options.Value.ImportSilenceMax
        );
        var source = await FirstAsync(requests, cancellation);
        var table = await tables.GetForImportAsync(source.Table, cancellation);
        var key = (source.SourceId, source.Table);
        if (_running.Count >= options.Value.ImportsMax || !_running.TryAdd(key, true))
        {
            PlatformErrors.Throw(
                ErrorReason.Overloaded,
                "This source is being imported already, or too many others are.",
                ("limit", $"{options.Value.ImportsMax}")
            );
        }
        try
        {
            await StoreAllAsync(source, table, requests, responses, cancellation);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private static async Task<ImportSource> FirstAsync(
        IAsyncStreamReader<ImportTableRequest> requests,
        CancellationToken cancellation
    )
    {
        if (!await requests.MoveNext(cancellation) || requests.Current.Source is not { } source)
        {
            throw PlatformErrors.CreateInvalid(("source", "It has to be the first message."));
        }
        TransferFormats.ForImport(source.Format);
        if (
            source.SourceId.Length is < 16 or > 128
            || !source.SourceId.All(char.IsAsciiLetterOrDigit)
        )
        {
            PlatformErrors.ThrowInvalid(
                ("source.source_id", "It has to be 16 to 128 letters and digits.")
            );
        }
        return source;
    }

    private async Task StoreAllAsync(
        ImportSource source,
        TransferTable table,
        IAsyncStreamReader<ImportTableRequest> requests,
        IServerStreamWriter<ImportTableResponse> responses,
        CancellationToken cancellation
    )
    {
        var (stored, attemptedAt) = await journal.ReadAsync(
            source.SourceId,
            source.Table,
            cancellation
        );
        // Tokens of an attempt before the table was restored or changed may be gone with what it was then.
        var state =
            attemptedAt is not { } at ? Doubt.None
            : table.KeepsTokens && at >= table.ChangedAt ? Doubt.WithToken
            : Doubt.WithoutToken;
        var start = new ImportStart { ChunkBytesMax = (ulong)options.Value.ImportChunkBytesMax };
        start.ChunksStored.AddRange(stored.Order());
        await responses.WriteAsync(new ImportTableResponse { Start = start }, cancellation);
        await using var check = await rules.OpenAsync(table, source.SourceId, cancellation);
        await journal.NoteAttemptAsync(source.SourceId, source.Table, cancellation);
        while (await requests.MoveNext(cancellation))
        {
            var chunk =
                requests.Current.Chunk
                ?? throw PlatformErrors.CreateInvalid(("data", "It belongs to no chunk."));
            var bytes = await ReadAsync(chunk, requests, cancellation);
            try
            {
                var isStored = stored.Contains(chunk.Number);
                // Chunks are stored one after the other: an earlier attempt may have been cut off in
                // the first that is not noted, and in no other.
                var rows = isStored
                    ? 0
                    : await StoreAsync(
                        source,
                        table,
                        chunk,
                        bytes.AsMemory(0, (int)chunk.Bytes),
                        check,
                        state,
                        cancellation
                    );
                if (!isStored)
                {
                    state = Doubt.None;
                    stored.Add(chunk.Number);
                }
                await responses.WriteAsync(
                    new ImportTableResponse
                    {
                        Imported = new ImportedChunk
                        {
                            Number = chunk.Number,
                            Rows = rows,
                            AlreadyStored = isStored,
                        },
                    },
                    cancellation
                );
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }

    private async Task<byte[]> ReadAsync(
        ImportChunk chunk,
        IAsyncStreamReader<ImportTableRequest> requests,
        CancellationToken cancellation
    )
    {
        if (chunk.Bytes > (ulong)options.Value.ImportChunkBytesMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"Chunk {chunk.Number} has {chunk.Bytes} bytes; at most {options.Value.ImportChunkBytesMax} are taken.",
                ("limit", $"{options.Value.ImportChunkBytesMax}"),
                ("value", $"{chunk.Bytes}")
            );
        }
        var bytes = ArrayPool<byte>.Shared.Rent((int)chunk.Bytes);
        var length = 0;
        while ((ulong)length < chunk.Bytes && await requests.MoveNext(cancellation))
        {
            var piece = requests.Current.Data;
            if (piece.Length == 0 || (ulong)(length + piece.Length) > chunk.Bytes)
            {
                PlatformErrors.ThrowInvalid(
                    ("data", $"Chunk {chunk.Number} has other bytes than its {chunk.Bytes}.")
                );
            }
            piece.Span.CopyTo(bytes.AsSpan(length));
            length += piece.Length;
        }
        return (ulong)length == chunk.Bytes
            ? bytes
            : throw PlatformErrors.CreateInvalid(
                (
                    "data",
                    $"It ends {chunk.Bytes - (ulong)length} bytes before chunk {chunk.Number} does."
                )
            );
    }

    private async Task<ulong> StoreAsync(
        ImportSource source,
        TransferTable table,
        ImportChunk chunk,
        ReadOnlyMemory<byte> bytes,
        ImportCheck? check,
        Doubt state,
        CancellationToken cancellation
    )
    {
        var rows = 0UL;
        try
        {
            if (check is not null)
            {
                await check.RunAsync(TransferFormats.ForImport(source.Format), bytes, cancellation);
            }
            // Stored and noted together, or a backup might have the note without the rows. Once begun it is seen
            // through: a caller who goes away must not leave it half done.
            using var write = await gate.EnterWriteAsync(cancellation);
            rows = await InsertOnceAsync(source, table, chunk, bytes, state);
            await journal.NoteStoredAsync(
                source.SourceId,
                source.Table,
                chunk.Number,
                rows,
                CancellationToken.None
            );
        }
        catch (ClickHouseException failure)
            when (ImportErrors.OfRows(failure, chunk.RowsBefore) is { } told)
        {
            throw told;
        }
        return rows;
    }

    private async Task<ulong> InsertOnceAsync(
        ImportSource source,
        TransferTable table,
        ImportChunk chunk,
        ReadOnlyMemory<byte> bytes,
        Doubt state
    )
    {
        var rows = 0UL;
        // Where rows can be compared one by one and no token tells of the earlier attempt, comparing alone decides.
        var canCompare = table.Engine is "MergeTree" or "ReplicatedMergeTree";
        var isInDoubt = state != Doubt.None;
        if (state != Doubt.WithoutToken || !canCompare)
        {
            (rows, var wasRepeated) = await InsertAsync(source, table, chunk, bytes);
            isInDoubt |= wasRepeated;
        }
        return isInDoubt && canCompare
            ? await doubt.SettleAsync(
                table,
                source.SourceId,
                TransferFormats.ForImport(source.Format),
                bytes,
                CancellationToken.None
            )
            : rows;
    }

    /// <returns>Rows written, and whether only a repeat by the driver succeeded.</returns>
    private async Task<(ulong Rows, bool WasRepeated)> InsertAsync(
        ImportSource source,
        TransferTable table,
        ImportChunk chunk,
        ReadOnlyMemory<byte> bytes
    )
    {
        var queryId = Guid.NewGuid().ToString("N");
        var summary = await clickHouse.InsertRawAsync(
            table.Name,
            TransferFormats.ForImport(source.Format),
            bytes,
            new InsertOptions
            {
                QueryId = queryId,
                Timeout = options.Value.StatementMax,
                // Without tokens it must not be repeated.
                DeduplicationToken = table.KeepsTokens ? $"{source.SourceId} {chunk.Number}" : null,
                Settings = TransferFormats.ImportSettings,
            }
        );
        return ((ulong)summary.WrittenRows, summary.QueryId != queryId);
    }

    /// <summary>What is known of an earlier attempt to store a chunk.</summary>
    private enum Doubt
    {
        None,
        WithToken,
        WithoutToken,
    }
}
