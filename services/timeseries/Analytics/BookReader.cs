using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Analytics;

/// <summary>
/// The order book from market_depth, or from the snapshots of order_book. A row of market_depth is the new state of its
/// level from its time on, a volume of 0 meaning that the level is empty; so the book at a time is each level's newest row
/// that is not later. A row of order_book is a whole book.
/// </summary>
internal sealed class BookReader(ClickHouseClient clickHouse, IOptions<AnalyticsOptions> options)
{
    private const int DepthDefault = 10;

    private const string Rows =
        "FROM market_depth WHERE symbol = {symbol:String} AND timestamp <= {time:DateTime64(6, 'UTC')}";

    private const string Sql =
        "SELECT r.1, r.2, r.3, r.4, newest FROM (SELECT level, "
        + "argMax((bid_price, bid_volume, ask_price, ask_volume), timestamp) AS r, "
        + "toUnixTimestamp64Micro(toDateTime64(max(timestamp), 6, 'UTC')) AS newest "
        + Rows
        + " AND broker = if(empty({broker:String}), (SELECT argMax(broker, timestamp) "
        + Rows
        + "), {broker:String}) GROUP BY level) ORDER BY level";

    // Levels side by side, as those of market_depth are; the shorter side ends in empty ones.
    private const string SnapshotSql = """
        SELECT bid[1], bid[2], ask[1], ask[2], at
        FROM
        (
            SELECT
                arraySlice(arrayReverseSort(level -> level[1], bids), 1, {depth:UInt32}) AS best_bids,
                arraySlice(arraySort(level -> level[1], asks), 1, {depth:UInt32}) AS best_asks,
                greatest(length(best_bids), length(best_asks)) AS levels,
                toUnixTimestamp64Micro(time) AS at
            FROM order_book
            WHERE symbol = {symbol:String} AND exchange = {exchange:String}
                AND time <= fromUnixTimestamp64Micro({time:Int64}, 'UTC')
            ORDER BY time DESC LIMIT 1
        )
        LEFT ARRAY JOIN
            arrayResize(best_bids, levels) AS bid, arrayResize(best_asks, levels) AS ask,
            range(levels) AS level
        ORDER BY level
        """;

    // The last time the store's columns of time can hold.
    private const long LatestUs = 10_413_791_999_999_999;

    public async Task<GetOrderBookResponse> ReadAsync(
        GetOrderBookRequest request,
        CancellationToken cancellation
    )
    {
        var depth = request.Depth == 0 ? DepthDefault : (int)Math.Min(request.Depth, int.MaxValue);
        if (depth > options.Value.DepthMax)
        {
            PlatformErrors.ThrowInvalid(
                ("depth", $"{depth} is above {options.Value.DepthMax} (option Analytics:DepthMax).")
            );
        }
        if (request.Symbol.Length == 0 || request.TimeUs is < 0 or > LatestUs)
        {
            PlatformErrors.ThrowInvalid(("symbol", "Name a symbol, and a time of 0 or above."));
        }
        var isSnapshot = request.Exchange.Length > 0;
        if (isSnapshot && request.Broker.Length > 0)
        {
            PlatformErrors.ThrowInvalid(
                ("exchange", "A book is an exchange's or a broker's; name one of them.")
            );
        }
        var book = new GetOrderBookResponse { Symbol = request.Symbol };
        var parameters = new QueryParameters
        {
            { "symbol", request.Symbol },
            { "time", request.TimeUs == 0 ? LatestUs : request.TimeUs },
        };
        if (isSnapshot)
        {
            parameters.Add("exchange", request.Exchange);
            parameters.Add("depth", (uint)depth);
        }
        else
        {
            parameters.Add("broker", request.Broker);
        }
        var found = false;
        var settings = AnalyticsSettings.Of(options.Value);
        await foreach (
            var block in clickHouse.QueryAsync(
                isSnapshot ? SnapshotSql : Sql,
                parameters,
                settings,
                cancellation
            )
        )
        {
            using (block)
            {
                found |= block.RowCount > 0;
                Add(book, block, depth);
            }
        }
        if (!found)
        {
            PlatformErrors.Throw(
                ErrorReason.UnknownSymbol,
                $"No order book of '{request.Symbol}' was written up to that time.",
                ("symbol", request.Symbol)
            );
        }
        Measure(book);
        return book;
    }

    private static void Add(GetOrderBookResponse book, Block block, int depth)
    {
        var bidPrices = block.Values<double>(0);
        var bidVolumes = block.Values<double>(1);
        var askPrices = block.Values<double>(2);
        var askVolumes = block.Values<double>(3);
        var times = block.Values<long>(4);
        for (var level = 0; level < block.RowCount; level++)
        {
            book.TimeUs = Math.Max(book.TimeUs, times[level]);
            if (bidVolumes[level] > 0 && book.Bids.Count < depth)
            {
                book.Bids.Add(
                    new BookLevel { Price = bidPrices[level], Volume = bidVolumes[level] }
                );
            }
            if (askVolumes[level] > 0 && book.Asks.Count < depth)
            {
                book.Asks.Add(
                    new BookLevel { Price = askPrices[level], Volume = askVolumes[level] }
                );
            }
        }
    }

    private static void Measure(GetOrderBookResponse book)
    {
        var bids = book.Bids.Sum(level => level.Volume);
        var asks = book.Asks.Sum(level => level.Volume);
        book.Imbalance = bids + asks > 0 ? (bids - asks) / (bids + asks) : 0;
        if (book.Bids.Count == 0 || book.Asks.Count == 0)
        {
            return;
        }
        var (bid, ask) = (book.Bids[0], book.Asks[0]);
        book.Mid = (bid.Price + ask.Price) / 2;
        book.Spread = ask.Price - bid.Price;
        book.Microprice =
            ((bid.Price * ask.Volume) + (ask.Price * bid.Volume)) / (bid.Volume + ask.Volume);
    }
}
