using System.Buffers;
using Platform.ClickHouseHost.Engine;
using Platform.ClickHouseHost.Sql;

namespace Platform.ClickHouseHost.Http;

/// <summary>
/// Runs one query on one connection, by one of three ways. Calls into the engine block the thread they are made on;
/// there are never more of them than connections, and the thread pool is sized for that.
/// </summary>
internal sealed class QueryRun(EngineConnection connection, QueryRequest request, Answer answer)
{
    // Enough that the cost of handing a piece over is nothing beside copying it.
    private const int InsertBuffer = 256 * 1024;

    // A first chunk below this may be the whole result; then it is sent with its length and the final counts.
    private const int SmallChunk = 64 * 1024;

    // The engine refuses to stream some statements, before it does anything, and says so only in words.
    private const string NotStreamed = "Streaming query is not supported";

    public async Task RunAsync(QueryText text, RequestBody body, CancellationToken gone)
    {
        using var parameters = new QueryParameters(request.Parameters);
        if (text.Statement.Route == StatementRoute.InsertData)
        {
            await InsertAsync(text, body, parameters, gone);
            return;
        }

        var streams =
            text.Statement is { Route: StatementRoute.Select, HasTotals: false }
            && request is { WaitEnd: false, Extremes: false };
        if (!streams || request.ReadOnly != 0)
        {
            StatementRules.Check(connection.Classify(text.Text), request);
        }

        var format = request.DefaultFormat ?? OutputFormat.Default;
        using var stream = streams ? TryOpen(text, format, parameters) : null;
        if (stream is not null)
        {
            await StreamAsync(stream, text.Statement.Format ?? format, gone);
            return;
        }

        if (streams)
        {
            StatementRules.Check(connection.Classify(text.Text), request);
        }

        using var result = connection.Query(text.Text, format, parameters);
        await answer.SendAsync(
            result.Bytes,
            text.Statement.Format ?? format,
            request.Compress,
            result.Progress
        );
    }

    private ResultStream? TryOpen(QueryText text, string format, QueryParameters parameters)
    {
        try
        {
            return connection.OpenStream(text.Text, format, parameters);
        }
        catch (EngineException error)
            when (error.Code == ErrorCode.BadArguments
                && error.Message.StartsWith(NotStreamed, StringComparison.Ordinal)
            )
        {
            return null;
        }
    }

    private async Task StreamAsync(ResultStream stream, string format, CancellationToken gone)
    {
        var chunk = stream.Fetch();
        try
        {
            var next = chunk.Length is > 0 and < SmallChunk ? stream.Fetch() : null;
            var progress = chunk.Progress + (next?.Progress ?? default);
            if (chunk.Length == 0 || next is { Length: 0 })
            {
                next?.Dispose();
                await answer.SendAsync(chunk.Bytes, format, request.Compress, progress);
                return;
            }

            answer.Begin(format, request.Compress, progress);
            while (chunk.Length > 0)
            {
                await answer.WriteAsync(chunk.Bytes);
                chunk.Dispose();
                chunk = next ?? Fetch(stream, gone);
                next = null;
            }

            await answer.EndAsync();
        }
        finally
        {
            chunk.Dispose();
        }
    }

    private static NativeResult Fetch(ResultStream stream, CancellationToken gone)
    {
        gone.ThrowIfCancellationRequested();
        return stream.Fetch();
    }

    private async Task InsertAsync(
        QueryText text,
        RequestBody body,
        QueryParameters parameters,
        CancellationToken gone
    )
    {
        var format = text.Statement.Format ?? request.DefaultFormat ?? "Values";
        if (!SqlText.IsWord(format))
        {
            throw new EngineException(
                ErrorCode.UnknownFormat,
                "UNKNOWN_FORMAT",
                $"Unknown format {format}"
            );
        }

        using var insert = connection.OpenInsert(text.Text, format, parameters);
        insert.Append(text.Data);
        var buffer = ArrayPool<byte>.Shared.Rent(InsertBuffer);
        try
        {
            int count;
            while ((count = await body.ReadAsync(buffer, gone)) > 0)
            {
                insert.Append(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var progress = insert.Done();
        await answer.SendAsync(default, OutputFormat.Default, compress: false, progress);
    }
}
