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

    // What is gathered before the first byte is sent.
    private const int FirstPiece = 64 * 1024;

    // The engine refuses to stream some statements, before it does anything, and says so only in words.
    private const string NotStreamed = "Streaming query is not supported";

    /// <summary>Whether the result has to be held whole: the engine can't stream it, or not all of it.</summary>
    public static bool Holds(Statement statement, QueryRequest request) =>
        statement.Route == StatementRoute.Other
        || statement.HasTotals
        || request.WaitEnd
        || request.Extremes
        || !OutputFormat.Streams(FormatOf(statement, request));

    public async Task RunAsync(QueryText text, RequestBody body, CancellationToken gone)
    {
        using var parameters = new QueryParameters(request.Parameters);
        if (text.Statement.Route == StatementRoute.InsertData)
        {
            await InsertAsync(text, body, parameters, gone);
            return;
        }

        var held = Holds(text.Statement, request);
        if (held || request.ReadOnly != 0)
        {
            StatementRules.Check(connection.Classify(text.Text), text.Text, request);
        }

        var format = FormatOf(text.Statement, request);
        using var stream = held ? null : TryOpen(text, format, parameters);
        if (stream is not null)
        {
            await StreamAsync(stream, format, gone);
            return;
        }

        if (!held)
        {
            StatementRules.Check(connection.Classify(text.Text), text.Text, request);
        }

        using var result = connection.Query(text.Text, format, parameters);
        await answer.SendAsync(result.Bytes, format, request.Compress, result.Progress);
    }

    private static string FormatOf(Statement statement, QueryRequest request) =>
        statement.Format ?? request.DefaultFormat ?? OutputFormat.Default;

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
        // A result that ends within the first piece is answered with its length and its final counts, and an error
        // within it with the right status.
        var head = ArrayPool<byte>.Shared.Rent(FirstPiece);
        try
        {
            var length = 0;
            var progress = default(Progress);
            var chunk = Fetch(stream, gone);
            while (chunk.Length > 0 && length + chunk.Length <= FirstPiece)
            {
                var rows = length == 0 ? chunk.Bytes : RowsOf(chunk, format);
                rows.CopyTo(head.AsMemory(length));
                length += rows.Length;
                progress += chunk.Progress;
                chunk.Dispose();
                chunk = Fetch(stream, gone);
            }

            progress += chunk.Progress;
            if (chunk.Length == 0)
            {
                chunk.Dispose();
                await answer.SendAsync(
                    head.AsMemory(0, length),
                    format,
                    request.Compress,
                    progress
                );
                return;
            }

            answer.Begin(format, request.Compress, progress);
            if (length > 0)
            {
                await answer.WriteAsync(head.AsMemory(0, length));
            }

            await SendRestAsync(stream, chunk, isFirst: length == 0, format, gone);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private async Task SendRestAsync(
        ResultStream stream,
        NativeResult next,
        bool isFirst,
        string format,
        CancellationToken gone
    )
    {
        var chunk = next;
        try
        {
            while (chunk.Length > 0)
            {
                await answer.WriteAsync(isFirst ? chunk.Bytes : RowsOf(chunk, format));
                isFirst = false;
                chunk.Dispose();
                chunk = Fetch(stream, gone);
            }

            await answer.EndAsync();
        }
        finally
        {
            chunk.Dispose();
        }
    }

    private static ReadOnlyMemory<byte> RowsOf(NativeResult chunk, string format) =>
        chunk.Bytes[ChunkHeader.LengthIn(chunk.Bytes.Span, format)..];

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
