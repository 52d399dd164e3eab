using System.Runtime.CompilerServices;
using Platform.ClickHouse.Http;

namespace Platform.ClickHouse;

public sealed partial class ClickHouseClient
{
    /// <summary>
    /// Streams the result of a SELECT, block by block, as the server sends it: at most a block is held at a time. Dispose each block. Leaving the
    /// loop early, or cancelling, stops the query. A failure before the first block is retried, elsewhere if there is elsewhere.
    /// </summary>
    public async IAsyncEnumerable<Block> QueryAsync(
        string sql,
        QueryParameters? parameters = null,
        QueryOptions? options = null,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var request = MakeQuery(RequestKind.Read, sql, parameters, options);
        var (blocks, next) = await Traced(
            "SELECT",
            request,
            () => _endpoints.RunAsync(request, OpenAsync, ct)
        );
        using (blocks)
        {
            options?.OnSummary?.Invoke(blocks.Exchange.Summary);
            while (next is not null)
            {
                yield return next;
                next = await NextAsync(blocks, ct);
            }
        }
    }

    /// <summary>The first value of the first row; default when there is no row or it is NULL.</summary>
    /// <exception cref="InvalidCastException">The value isn't a <typeparamref name="T"/>; see <see cref="Column.GetValue"/>.</exception>
    public async Task<T?> QueryScalarAsync<T>(
        string sql,
        QueryParameters? parameters = null,
        QueryOptions? options = null,
        CancellationToken ct = default
    )
    {
        object? value = null;
        var found = false;
        await foreach (var block in QueryAsync(sql, parameters, options, ct))
        {
            // Read to the end although one value is wanted: an error may come after it.
            using (block)
            {
                if (!found && block is { RowCount: > 0, ColumnCount: > 0 })
                {
                    value = block[0].GetValue(0);
                    found = true;
                }
            }
        }
        return value is null ? default : (T)value;
    }

    /// <summary>A small result as rows of CLR values (see <see cref="Column.GetValue"/>).</summary>
    /// <exception cref="InvalidOperationException">There are more than <paramref name="maxRows"/>; ask with LIMIT, or stream with QueryAsync.</exception>
    public async Task<IReadOnlyList<Row>> QueryRowsAsync(
        string sql,
        QueryParameters? parameters = null,
        QueryOptions? options = null,
        int maxRows = 10_000,
        CancellationToken ct = default
    )
    {
        var rows = new List<Row>();
        await foreach (var block in QueryAsync(sql, parameters, options, ct))
        {
            using (block)
            {
                if (rows.Count + block.RowCount > maxRows)
                {
                    throw new InvalidOperationException(
                        $"The result has more than {maxRows} rows; ask with LIMIT, or stream it with QueryAsync."
                    );
                }
                AddRows(rows, block);
            }
        }
        return rows;
    }

    private static void AddRows(List<Row> rows, Block block)
    {
        for (var row = 0; row < block.RowCount; row++)
        {
            var values = new object?[block.ColumnCount];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = block[i].GetValue(row);
            }
            rows.Add(new(block.Names, values));
        }
    }

    private async ValueTask<(BlockStream Blocks, Block? First)> OpenAsync(
        Exchange exchange,
        CancellationToken ct
    )
    {
        if (exchange.Format is { } format && format != "Native")
        {
            throw new ArgumentException(
                $"The query asks for format {format}: leave FORMAT out, the driver reads Native."
            );
        }
        var blocks = new BlockStream(exchange, _options.ReadTimeout);
        try
        {
            return (blocks, await blocks.NextAsync(ct));
        }
        catch
        {
            blocks.Dispose();
            throw;
        }
    }

    private static async ValueTask<Block?> NextAsync(BlockStream blocks, CancellationToken ct)
    {
        try
        {
            return await blocks.NextAsync(ct);
        }
        catch (ClickHouseException e)
        {
            await blocks.Exchange.Endpoint.ReportAsync(e);
            throw;
        }
    }
}
