using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.Timeseries.Tables.Columns;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tables.Read;

/// <summary>ReadRows: filters, order, time range, the newest state, as-of columns; all at once or in pages.</summary>
internal sealed class RowReader(
    TableSet tables,
    TableTurns turns,
    ClickHouseClient clickHouse,
    IOptions<TableOptions> options
)
{
    private readonly TableOptions _options = options.Value;

    public async Task ReadAsync(
        ReadRowsRequest request,
        IServerStreamWriter<ReadRowsResponse> responses,
        CancellationToken cancellation
    )
    {
        var read = new RowRead(request, tables, _options);
        using var turn = await turns.ReadAsync(cancellation);
        var blocks = clickHouse.QueryAsync(read.Sql, read.Parameters, Settings(), cancellation);
        var cut = new BatchCutter(_options.MessageRows, _options.MessageBytes);
        var cursor = read.Cursor;
        var left = request.PageSize == 0 ? long.MaxValue : request.PageSize;
        var sent = false;
        await foreach (var block in blocks)
        {
            using (block)
            {
                var count = (int)Math.Min(left, block.RowCount);
                foreach (var batch in cut.Cut(block, read.Names, 0, count))
                {
                    await responses.WriteAsync(
                        new ReadRowsResponse { Batch = batch },
                        cancellation
                    );
                    sent = true;
                }
                cursor?.Pass(block, 0, count);
                left -= count;
                if (block.RowCount > count)
                {
                    // One more than the page was asked for: there is a next page.
                    await responses.WriteAsync(
                        new ReadRowsResponse { NextPageToken = read.TokenAt(cursor!.Place) },
                        cancellation
                    );
                    return;
                }
            }
        }
        if (!sent)
        {
            await responses.WriteAsync(
                new ReadRowsResponse { Batch = new RowBatch() },
                cancellation
            );
        }
    }

    private QueryOptions Settings() =>
        new()
        {
            Settings = new Dictionary<string, string>
            {
                ["max_execution_time"] = Text(_options.ReadSecondsMax),
                ["max_memory_usage"] = Text(_options.ReadMemoryBytesMax),
                ["join_use_nulls"] = "1",
                ["optimize_read_in_order"] = "1",
            },
        };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
