using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables.Insert;

/// <summary>InsertRows: each batch is one insert of the store; one is under way while the next is looked at.</summary>
internal sealed class RowWriter(
    TableSet tables,
    TableTurns turns,
    RequestLog requests,
    StoreGate gate,
    ClickHouseClient clickHouse,
    IOptions<TableOptions> options
)
{
    private readonly TableOptions _options = options.Value;

    public async Task<InsertRowsResponse> WriteAsync(
        IAsyncStreamReader<InsertRowsRequest> batches,
        CancellationToken cancellation
    )
    {
        var answer = new InsertRowsResponse();
        var pending = new Queue<Task<Written>>();
        Table? table = null;
        var number = 0u;
        try
        {
            while (await batches.MoveNext(cancellation))
            {
                var request = batches.Current;
                table = TableOf(request, table);
                if (request.Batch is null || request.Batch.RowCount == 0)
                {
                    number++;
                    continue;
                }
                var id = IdOf(request);
                var details = _options.RejectsMax - answer.Rejects.Count;
                var batch = BatchIntake.Take(table, request, number++, _options, details);
                answer.RejectedRows += (ulong)batch.RejectedRows;
                answer.Rejects.AddRange(batch.Rejects);
                if (batch.Rows is { } rows)
                {
                    var digest = id is null ? 0 : DigestOf(request);
                    pending.Enqueue(InsertAsync(table, rows, id, digest, cancellation));
                }
                while (pending.Count >= _options.InsertsAtOnce)
                {
                    Count(answer, await pending.Dequeue());
                }
            }
        }
        catch
        {
            // What came before the fault is stored before the call ends with it.
            await ((Task)Task.WhenAll(pending)).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing
            );
            throw;
        }
        while (pending.TryDequeue(out var insert))
        {
            Count(answer, await insert);
        }
        return answer;
    }

    private Table TableOf(InsertRowsRequest request, Table? before)
    {
        if (before is not null && (request.Table.Length == 0 || request.Table == before.Name))
        {
            return before;
        }
        if (before is not null || request.Table.Length == 0)
        {
            throw PlatformErrors.CreateInvalid(
                (
                    "table",
                    before is null
                        ? "The first message names the table."
                        : $"A call writes one table, '{before.Name}' here; '{request.Table}' needs a call of its own."
                )
            );
        }
        var table = tables[request.Table];
        return table.Writable
            ? table
            : throw PlatformErrors.CreateInvalid(
                (
                    "table",
                    $"The service keeps '{table.Name}' itself; ticks come by WriteTicks, and candles are made from them."
                )
            );
    }

    private static Guid? IdOf(InsertRowsRequest request) =>
        request.RequestId.Length == 0 ? null
        : Guid.TryParse(request.RequestId, out var id) ? id
        : throw PlatformErrors.CreateInvalid(
            ("request_id", $"'{request.RequestId}' is no UUID; leave it empty or send one.")
        );

    private static long DigestOf(InsertRowsRequest request) => (long)BatchDigest.Of(request.Batch);

    private async Task<Written> InsertAsync(
        Table table,
        Block rows,
        Guid? id,
        long digest,
        CancellationToken cancellation
    )
    {
        if (
            id is { } known
            && !await requests.TryBeginAsync(table.Name, known, digest, cancellation)
        )
        {
            return new(0, true);
        }
        try
        {
            using var turn = await turns.InsertAsync(cancellation);
            using var write = await gate.EnterWriteAsync(cancellation);
            // Once begun it is seen through: a caller who goes away must not leave it half done.
            await clickHouse.InsertAsync(table.Name, rows, OptionsOf(id), CancellationToken.None);
        }
        catch
        {
            if (id is { } failed)
            {
                requests.Failed(table.Name, failed);
            }
            throw;
        }
        if (id is { } written)
        {
            requests.Succeeded(table.Name, written);
        }
        return new(rows.RowCount, false);
    }

    // Always a token: without one the store would take equal rows sent twice for a repeat.
    private static InsertOptions OptionsOf(Guid? id) =>
        new()
        {
            DeduplicationToken = $"rows {id ?? Guid.NewGuid():N}",
            Settings = new Dictionary<string, string>
            {
                ["max_partitions_per_insert_block"] = "0",
                ["async_insert"] = "0",
            },
        };

    private static void Count(InsertRowsResponse answer, Written insert)
    {
        answer.AcceptedRows += (ulong)insert.Rows;
        answer.DuplicateBatches += insert.IsDuplicate ? 1u : 0u;
    }

    private readonly record struct Written(int Rows, bool IsDuplicate);
}
