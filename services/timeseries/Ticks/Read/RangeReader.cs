using System.Globalization;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Read;

/// <summary>ReadTicks: a range of event time, in the order storage keeps, straight from storage's columns.</summary>
internal sealed class RangeReader(
    ClickHouseClient clickHouse,
    TickHub hub,
    TickPump pump,
    TableTurns turns,
    IOptions<ReadOptions> options
)
{
    private const string Columns =
        "timestamp, bid, ask, last, volume, spread, primary_session, flags, symbol, broker, "
        + "account_type, log_offset, log_row";

    private readonly ReadOptions _options = options.Value;

    public async Task ReadAsync(
        ReadTicksRequest request,
        IServerStreamWriter<EncodedTicks> responses,
        CancellationToken cancellation
    )
    {
        CheckForm(request);
        await pump.ReadyToReadAsync(cancellation);
        CheckSymbols(request);
        var query = QueryOf(request);
        var after = PageToken.Decode<Place>(request.PageToken, query);
        await WaitUntilStoredAsync(request, cancellation);
        var left = request.PageSize == 0 ? long.MaxValue : request.PageSize;
        var rows = new TickRows();
        Place? last = null;
        using var turn = await turns.ReadAsync(cancellation);
        await foreach (var block in QueryAsync(request, after, cancellation))
        {
            using (block)
            {
                for (var next = 0; next < block.RowCount; )
                {
                    if (left == 0)
                    {
                        // One more than the page was asked for: there is a next page.
                        await SendAsync(
                            responses,
                            rows,
                            PageToken.Encode(query, last),
                            cancellation
                        );
                        return;
                    }
                    var count = (int)
                        Math.Min(
                            left,
                            Math.Min(block.RowCount - next, _options.MessageRows - rows.Count)
                        );
                    rows.AddRange(block, next, count);
                    next += count;
                    left -= count;
                    last = left == 0 ? PlaceOf(block, next - 1) : null;
                    if (rows.Count == _options.MessageRows)
                    {
                        await SendAsync(responses, rows, "", cancellation);
                    }
                }
            }
        }
        await SendAsync(responses, rows, "", cancellation);
    }

    private void CheckForm(ReadTicksRequest request)
    {
        if (request.Symbols.Count == 0 || request.Symbols.Count > _options.SymbolsMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "symbols",
                    $"{request.Symbols.Count} symbols were named; name 1 to {_options.SymbolsMax}."
                )
            );
        }
        TimeRange.Check(request.StartTimeUs, request.EndTimeUs);
    }

    private void CheckSymbols(ReadTicksRequest request)
    {
        foreach (var symbol in request.Symbols)
        {
            if (!hub.Knows(symbol))
            {
                MemoryReader.ThrowUnknown(symbol);
            }
        }
    }

    /// <summary>What was acknowledged before the call is part of its answer, also if it is not stored yet.</summary>
    private async Task WaitUntilStoredAsync(
        ReadTicksRequest request,
        CancellationToken cancellation
    )
    {
        foreach (var symbol in request.Symbols)
        {
            if (hub.NewestOf(symbol) is { } newest)
            {
                await hub.WaitStoredAsync(newest.Partition, (long)newest.Offset, cancellation);
            }
        }
    }

    private IAsyncEnumerable<Block> QueryAsync(
        ReadTicksRequest request,
        Place? after,
        CancellationToken cancellation
    )
    {
        var parameters = new QueryParameters
        {
            { "symbols", request.Symbols },
            { "brokers", request.Brokers },
            { "start", request.StartTimeUs },
            { "end", request.EndTimeUs == 0 ? long.MaxValue / 4 : request.EndTimeUs },
        };
        var sql =
            $"SELECT {Columns} FROM ticks WHERE symbol IN {{symbols:Array(String)}} "
            + "AND (empty({brokers:Array(String)}) OR broker IN {brokers:Array(String)}) "
            + "AND timestamp >= fromUnixTimestamp64Micro({start:Int64}, 'UTC') "
            + "AND timestamp < fromUnixTimestamp64Micro({end:Int64}, 'UTC') ";
        if (after is not null)
        {
            sql +=
                "AND (symbol, broker, toUnixTimestamp64Micro(timestamp), log_offset, log_row) > "
                + "({s:String}, {b:String}, {t:Int64}, {o:UInt64}, {r:UInt32}) ";
            parameters.Add("s", after.Symbol);
            parameters.Add("b", after.Broker);
            parameters.Add("t", after.TimeUs);
            parameters.Add("o", after.Offset);
            parameters.Add("r", after.Row);
        }
        sql += "ORDER BY symbol, broker, timestamp, log_offset, log_row";
        if (request.PageSize > 0)
        {
            sql += " LIMIT {limit:UInt64}";
            parameters.Add("limit", (ulong)request.PageSize + 1);
        }
        var seconds = _options.QueryTimeMax.TotalSeconds.ToString(
            "0.###",
            CultureInfo.InvariantCulture
        );
        return clickHouse.QueryAsync(
            sql,
            parameters,
            new QueryOptions
            {
                Settings = new Dictionary<string, string> { ["max_execution_time"] = seconds },
            },
            cancellation
        );
    }

    private static async Task SendAsync(
        IServerStreamWriter<EncodedTicks> responses,
        TickRows rows,
        string nextPageToken,
        CancellationToken cancellation
    )
    {
        if (rows.Count == 0 && nextPageToken.Length == 0)
        {
            return;
        }
        var response = new EncodedTicks(rows.Count == 0 ? default : rows.Encode(), nextPageToken);
        rows.Clear();
        await responses.WriteAsync(response, cancellation);
    }

    private static string QueryOf(ReadTicksRequest request)
    {
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        return query.ToString();
    }

    private static Place PlaceOf(Block block, int row) =>
        new(
            ((LowCardinalityColumn)block[8]).GetString(row)!,
            ((LowCardinalityColumn)block[9]).GetString(row)!,
            block.Values<long>(0)[row],
            block.Values<ulong>(11)[row],
            block.Values<uint>(12)[row]
        );

    private sealed record Place(string Symbol, string Broker, long TimeUs, ulong Offset, uint Row);
}
