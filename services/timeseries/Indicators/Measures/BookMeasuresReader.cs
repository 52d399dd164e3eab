using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>
/// GetBookMeasures: the book before the range, then every row of it in order of time. A page's token names the last state; the next page reads
/// the book of that moment and goes on.
/// </summary>
internal sealed class BookMeasuresReader(
    ClickHouseClient clickHouse,
    TimeProvider clock,
    IOptions<MeasureOptions> options
)
{
    private const int StandardPage = 1_000;
    private const int StandardDepth = 10;

    private const string Book =
        "FROM market_depth WHERE symbol = {symbol:String} AND broker = {broker:String} ";

    private const string BrokerSql =
        "SELECT argMax(broker, timestamp), count() FROM market_depth WHERE symbol = {symbol:String} "
        + "AND (empty({broker:String}) OR broker = {broker:String}) AND timestamp < {end:DateTime64(6, 'UTC')}";

    private const string StateSql =
        "SELECT level, r.1, r.2, r.3, r.4 FROM (SELECT level, "
        + "argMax((bid_price, bid_volume, ask_price, ask_volume), timestamp) AS r "
        + Book
        + "AND timestamp <= {after:DateTime64(6, 'UTC')} GROUP BY level)";

    private const string RowsSql =
        "SELECT toUnixTimestamp64Micro(toDateTime64(timestamp, 6, 'UTC')), level, bid_price, bid_volume, ask_price, ask_volume "
        + Book
        + "AND timestamp > {after:DateTime64(6, 'UTC')} AND timestamp < {end:DateTime64(6, 'UTC')} "
        + "ORDER BY timestamp, level LIMIT {limit:UInt64}";

    public async Task<GetBookMeasuresResponse> ReadAsync(
        GetBookMeasuresRequest request,
        CancellationToken cancellation
    )
    {
        var depth = DepthOf(request);
        var page = MeasureChecks.PageSizeOf(
            request.PageSize,
            StandardPage,
            options.Value.PageMax,
            "Measures:PageMax"
        );
        var (startUs, endUs) = MeasureChecks.RangeOf(request.StartTimeUs, request.EndTimeUs, clock);
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        var place =
            PageToken.Decode<Place>(request.PageToken, query.ToString())
            ?? new Place(
                startUs - 1,
                endUs,
                await BrokerOfAsync(request, endUs, cancellation),
                0,
                false
            );
        var limit = (ulong)(page + 1) * BookState.Levels;
        var response = new GetBookMeasuresResponse
        {
            Symbol = request.Symbol,
            Broker = place.Broker,
        };
        var run = new Run(response, depth, page, place);
        await foreach (var block in QueryAsync(StateSql, request.Symbol, place, null, cancellation))
        {
            using (block)
            {
                run.Begin(block);
            }
        }
        var rows = 0UL;
        await foreach (var block in QueryAsync(RowsSql, request.Symbol, place, limit, cancellation))
        {
            using (block)
            {
                rows += (ulong)block.RowCount;
                if (!run.Take(block))
                {
                    break;
                }
            }
        }
        run.End(isAll: rows < limit);
        if (run.Next is { } next)
        {
            response.NextPageToken = PageToken.Encode(query.ToString(), next);
        }
        return response;
    }

    private int DepthOf(GetBookMeasuresRequest request)
    {
        if (request.Symbol.Length == 0)
        {
            PlatformErrors.ThrowInvalid(("symbol", "Name a symbol."));
        }
        if (request.Depth > options.Value.DepthMax)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "depth",
                    $"{request.Depth} is above {options.Value.DepthMax} (option Measures:DepthMax)."
                )
            );
        }
        return request.Depth == 0
            ? Math.Min(StandardDepth, options.Value.DepthMax)
            : (int)request.Depth;
    }

    private async Task<string> BrokerOfAsync(
        GetBookMeasuresRequest request,
        long endUs,
        CancellationToken cancellation
    )
    {
        var parameters = new QueryParameters
        {
            { "symbol", request.Symbol },
            { "broker", request.Broker },
            { "end", endUs },
        };
        var rows = await clickHouse.QueryRowsAsync(
            BrokerSql,
            parameters,
            MeasureChecks.Settings(options.Value),
            ct: cancellation
        );
        if ((ulong)rows[0][1]! == 0)
        {
            PlatformErrors.Throw(
                ErrorReason.UnknownSymbol,
                "No order book of this symbol and broker was written up to the end of the range.",
                ("symbol", request.Symbol.Length <= 64 ? request.Symbol : request.Symbol[..64])
            );
        }
        return (string)rows[0][0]!;
    }

    private IAsyncEnumerable<Block> QueryAsync(
        string sql,
        string symbol,
        Place place,
        ulong? limit,
        CancellationToken cancellation
    )
    {
        var parameters = new QueryParameters
        {
            { "symbol", symbol },
            { "broker", place.Broker },
            { "after", place.AfterUs },
        };
        if (limit is { } rows)
        {
            parameters.Add("end", place.EndUs);
            parameters.Add("limit", rows);
        }
        var settings = MeasureChecks.Settings(options.Value);
        return clickHouse.QueryAsync(sql, parameters, settings, cancellation);
    }

    /// <param name="AfterUs">Rows up to here are in the book already.</param>
    /// <param name="Total">Order flow so far.</param>
    /// <param name="HasState">The book before has been told about, or there was one before the range.</param>
    private sealed record Place(
        long AfterUs,
        long EndUs,
        string Broker,
        double Total,
        bool HasState
    );

    /// <summary>One page: rows in, a row of measures out for each moment.</summary>
    private sealed class Run(GetBookMeasuresResponse response, int depth, int page, Place from)
    {
        private readonly BookState _book = new();
        private readonly OrderFlow _flow = new();
        private bool _hasBook = from.HasState;
        private bool _hasBegun;
        private long _timeUs = long.MinValue;

        public Place? Next { get; private set; }

        public void Begin(Block block)
        {
            _hasBook |= block.RowCount > 0;
            for (var row = 0; row < block.RowCount; row++)
            {
                _book.Take(block, row, 0);
            }
        }

        /// <returns>Whether more rows are wanted.</returns>
        public bool Take(Block block)
        {
            BeginFlow();
            var times = block.Values<long>(0);
            for (var row = 0; row < block.RowCount; row++)
            {
                if (times[row] != _timeUs && _timeUs != long.MinValue)
                {
                    if (response.TimeUs.Count == page)
                    {
                        return false;
                    }
                    Add();
                    if (response.TimeUs.Count == page)
                    {
                        // There is at least the state this row begins.
                        Next = new Place(
                            _timeUs,
                            from.EndUs,
                            from.Broker,
                            from.Total + _flow.Total,
                            true
                        );
                        return false;
                    }
                }
                _timeUs = times[row];
                _book.Take(block, row, 1);
            }
            return true;
        }

        /// <param name="isAll">Storage gave all there is: the last state is whole.</param>
        public void End(bool isAll)
        {
            if (Next is not null || _timeUs == long.MinValue)
            {
                return;
            }
            if (isAll || response.TimeUs.Count == 0)
            {
                Add();
            }
            if (!isAll)
            {
                var lastUs = response.TimeUs[^1];
                var total = from.Total + _flow.Total;
                Next = new Place(lastUs, from.EndUs, from.Broker, total, true);
            }
        }

        private void BeginFlow()
        {
            if (!_hasBegun && _hasBook)
            {
                var (_, bid, ask) = _book.Measure(depth);
                _flow.Update(bid, ask);
            }
            _hasBegun = true;
        }

        private void Add()
        {
            var (measures, bid, ask) = _book.Measure(depth);
            var flow = _flow.Update(bid, ask);
            response.TimeUs.Add(_timeUs);
            response.Mid.Add(measures.Mid);
            response.Microprice.Add(measures.MicroPrice);
            response.Spread.Add(measures.Spread);
            response.BidDepth.Add(measures.BidDepth);
            response.AskDepth.Add(measures.AskDepth);
            response.Imbalance.Add(measures.Imbalance);
            response.OrderFlow.Add(flow);
            response.OrderFlowTotal.Add(from.Total + _flow.Total);
        }
    }
}
