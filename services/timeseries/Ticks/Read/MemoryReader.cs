using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Read;

/// <summary>Recent and latest ticks, from the hub's tapes; storage only for what is older than they reach.</summary>
internal sealed class MemoryReader(
    TickHub hub,
    TickHistory history,
    TickPump pump,
    IOptions<ReadOptions> options
)
{
    private const int StandardLimit = 100;

    private readonly ReadOptions _options = options.Value;

    public async Task<GetRecentTicksResponse> RecentAsync(
        GetRecentTicksRequest request,
        CancellationToken cancellation
    )
    {
        var limit = request.Limit == 0 ? StandardLimit : request.Limit;
        if (limit > _options.RecentTicksMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"limit is {limit}; allowed are 1 to {_options.RecentTicksMax}, and 0 for {StandardLimit}.",
                ("limit", "Read:RecentTicksMax"),
                ("allowed", $"1 to {_options.RecentTicksMax}")
            );
        }
        await pump.ReadyToReadAsync(cancellation);
        if (!hub.Knows(request.Symbol))
        {
            ThrowUnknown(request.Symbol);
        }
        IReadOnlySet<string>? brokers =
            request.Broker.Length == 0 ? null : new HashSet<string> { request.Broker };
        var records =
            hub.Recent(request.Symbol, (int)limit, brokers)
            ?? await FromStorageAsync(request.Symbol, (int)limit, request.Broker, cancellation);
        return Respond(records, (int)limit);
    }

    public async Task<GetLatestTicksResponse> LatestAsync(
        GetLatestTicksRequest request,
        CancellationToken cancellation
    )
    {
        await pump.ReadyToReadAsync(cancellation);
        var newest = hub.Snapshot(
            request.Symbols.Count == 0 ? null : request.Symbols.Distinct()
        ).Newest;
        if (Math.Max(newest.Count, request.Symbols.Count) > _options.LatestSymbolsMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"The latest ticks of {newest.Count} symbols are too many for one answer; {_options.LatestSymbolsMax} are allowed.",
                ("limit", "Read:LatestSymbolsMax"),
                ("allowed", $"{_options.LatestSymbolsMax}")
            );
        }
        var response = new GetLatestTicksResponse { Batch = new TickBatch() };
        if (newest.Count > 0)
        {
            var rows = new TickRows();
            foreach (var record in newest)
            {
                rows.AddRange(new TickColumns(record.Value.Span), record.Rows - 1, 1, record);
            }
            response.Batch = TickBatch.Parser.ParseFrom(rows.Encode());
        }
        var found = newest.Select(record => record.Symbol).ToHashSet(StringComparer.Ordinal);
        response.MissingSymbols.AddRange(request.Symbols.Where(symbol => !found.Contains(symbol)));
        return response;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void ThrowUnknown(string symbol) =>
        PlatformErrors.Throw(
            ErrorReason.UnknownSymbol,
            "No tick of this symbol was ever written.",
            ("symbol", symbol.Length <= 64 ? symbol : symbol[..64])
        );

    private async Task<List<TickRecord>> FromStorageAsync(
        string symbol,
        int limit,
        string broker,
        CancellationToken cancellation
    )
    {
        var scope = new HistoryScope([symbol], broker.Length == 0 ? [] : [broker], 0);
        var (through, newest) = hub.InMemory(symbol);
        var memory = newest.Where(record => broker.Length == 0 || record.Broker == broker).ToList();
        var partition = hub.NewestOf(symbol)!.Partition;
        await hub.WaitStoredAsync(partition, through, cancellation);
        var missing = Math.Max(1, limit - memory.Sum(record => record.Rows));
        var from = await history.FindLastAsync(scope, partition, missing, through, cancellation);
        var rows = new List<StoredRow>();
        await history.ReadAsync(
            scope,
            partition,
            (from?.Offset ?? 0) - 1,
            through,
            rows,
            cancellation
        );
        return [.. StoredRows.ToRecords(rows, new TextTable()), .. memory];
    }

    private static GetRecentTicksResponse Respond(List<TickRecord> records, int limit)
    {
        var response = new GetRecentTicksResponse { Batch = new TickBatch() };
        if (records.Count == 0)
        {
            return response;
        }
        var skip = Math.Max(0, records.Sum(record => record.Rows) - limit);
        var rows = new TickRows();
        foreach (var record in records)
        {
            var first = Math.Min(skip, record.Rows);
            skip -= first;
            rows.AddRange(new TickColumns(record.Value.Span), first, record.Rows - first, record);
        }
        response.Batch = TickBatch.Parser.ParseFrom(rows.Encode());
        response.Positions.Add(
            new Position { Partition = records[^1].Partition, Offset = records[^1].Offset }
        );
        return response;
    }
}
