using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Columns;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Queries;

/// <summary>
/// Read-only SQL. A query is looked at twice before it runs: its tokens here, its parse in the store. It then runs as a
/// reader under limits that nothing in it can lift. The caller going away stops it in the store.
/// </summary>
internal sealed class QueryCalls(
    QueryStore store,
    QueryGate gate,
    FunctionLists functions,
    IOptions<QueryLimits> options
)
{
    private readonly QueryLimits _limits = options.Value;

    public async Task RunAsync(
        QueryRequest request,
        IServerStreamWriter<QueryResponse> responses,
        CancellationToken cancellation
    )
    {
        var parameters = QueryInput.Read(request, _limits);
        var bounds = QueryBounds.Of(request, _limits);
        using var turn = await gate.EnterAsync(cancellation);
        var list = await functions.GetAsync(cancellation);
        QueryScan.Check(request.Sql, list);
        try
        {
            // The caller's bounds are of the answer, not of what the service looks at first.
            var tree = await store.ExplainAsync(
                $"EXPLAIN AST {request.Sql}",
                parameters,
                bounds.OfParse(_limits),
                cancellation
            );
            var foreign = QueryTree.NamesTables(tree)
                ? await store.ForeignDatabasesAsync(cancellation)
                : [];
            QueryTree.Check(tree, list, store.Database, foreign);
            var sql = request.Explain ? $"EXPLAIN indexes = 1 {request.Sql}" : request.Sql;
            await AnswerAsync(sql, parameters, bounds, responses, cancellation);
        }
        catch (ClickHouseException failure)
            when (!cancellation.IsCancellationRequested
                && QueryErrors.Translate(failure, bounds, _limits) is { } told
            )
        {
            throw told;
        }
        catch (ArgumentException e)
            when (e.Message.StartsWith("The query asks for format", StringComparison.Ordinal))
        {
            Refusal.Throw("FORMAT", "A query has no FORMAT: the answer is columns.");
        }
        catch (ArgumentException e)
        {
            PlatformErrors.ThrowInvalid(("parameters", QueryErrors.Clean(e.Message)));
        }
    }

    private async Task AnswerAsync(
        string sql,
        QueryParameters parameters,
        QueryBounds bounds,
        IServerStreamWriter<QueryResponse> responses,
        CancellationToken cancellation
    )
    {
        var clock = Stopwatch.StartNew();
        var answer = new BatchCutter(_limits.MessageRows, _limits.MessageBytes);
        var rows = 0UL;
        var isFirst = true;
        QuerySummary? read = null;
        var blocks = store.RunAsync(
            sql,
            parameters,
            bounds,
            summary => read = summary,
            cancellation
        );
        await foreach (var block in blocks)
        {
            using (block)
            {
                if (block.RowCount == 0 && isFirst)
                {
                    // No rows so far: the columns' names are worth knowing all the same.
                    await SendAsync(
                        responses,
                        RowBatches.Make(block, block.Names, 0, 0),
                        cancellation
                    );
                }
                foreach (var batch in answer.Cut(block, block.Names, 0, block.RowCount))
                {
                    await SendAsync(responses, batch, cancellation);
                }
                rows += (ulong)block.RowCount;
                isFirst = false;
            }
        }
        await responses.WriteAsync(
            new QueryResponse
            {
                Statistics = new QueryStatistics
                {
                    Rows = rows,
                    ReadRows = (ulong)(read?.ReadRows ?? 0),
                    ReadBytes = (ulong)(read?.ReadBytes ?? 0),
                    ElapsedUs = (ulong)clock.Elapsed.TotalMicroseconds,
                },
            },
            cancellation
        );
    }

    private static Task SendAsync(
        IServerStreamWriter<QueryResponse> responses,
        RowBatch batch,
        CancellationToken cancellation
    ) => responses.WriteAsync(new QueryResponse { Batch = batch }, cancellation);
}
