using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>ComputeSlippage of executions the caller gives, GetSlippage of those in table order_flow.</summary>
internal sealed class SlippageCalls(
    ClickHouseClient clickHouse,
    StoredTicks ticks,
    SlippageComputer computer,
    TimeProvider clock,
    IOptions<MeasureOptions> options
)
{
    private const int StandardPage = 100;
    private const int UnknownTable = 60;

    // The table has no key of a row: rows of one moment are told apart by all that is read of them, and rows that are alike in
    // that too by how many of them a page has given.
    private const string StoredSql =
        "SELECT toUnixTimestamp64Micro(toDateTime64(timestamp, 6, 'UTC')) AS t, lower(toString(trade_side)) AS s, "
        + "execution_price AS p, trade_volume AS v, expected_price AS e "
        + "FROM order_flow WHERE symbol = {symbol:String} "
        + "AND (empty({broker:String}) OR broker = {broker:String}) "
        + "AND timestamp >= {start:DateTime64(6, 'UTC')} AND timestamp < {end:DateTime64(6, 'UTC')} "
        + "AND s IN ('buy', 'sell') AND p > 0 AND v > 0 "
        + "ORDER BY t, s, p, v, e LIMIT {limit:UInt32} OFFSET {skip:UInt32}";

    public async Task<ComputeSlippageResponse> ComputeAsync(
        ComputeSlippageRequest request,
        CancellationToken cancellation
    )
    {
        var max = options.Value.ExecutionsMax;
        if (request.Executions.Count == 0 || request.Executions.Count > max)
        {
            PlatformErrors.ThrowInvalid(
                (
                    "executions",
                    $"{request.Executions.Count} executions were given; give 1 to {max} (option Measures:ExecutionsMax)."
                )
            );
        }
        for (var i = 0; i < request.Executions.Count; i++)
        {
            Check(request.Executions[i], $"executions[{i}]");
        }
        var terms = TermsOf(request.Reference, request.Broker, request.PipSize);
        if (terms.Reference == SlippageReference.Quote)
        {
            await WaitAsync(request.Executions, cancellation);
        }
        var (rows, summary) = await computer.ComputeAsync(request.Executions, terms, cancellation);
        return new ComputeSlippageResponse { Executions = { rows }, Summary = summary };
    }

    public async Task<GetSlippageResponse> GetAsync(
        GetSlippageRequest request,
        CancellationToken cancellation
    )
    {
        if (request.Symbol.Length == 0)
        {
            PlatformErrors.ThrowInvalid(("symbol", "Name a symbol."));
        }
        var page = MeasureChecks.PageSizeOf(
            request.PageSize,
            StandardPage,
            options.Value.ExecutionsMax,
            "Measures:ExecutionsMax"
        );
        var (startUs, endUs) = MeasureChecks.RangeOf(request.StartTimeUs, request.EndTimeUs, clock);
        var terms = TermsOf(request.Reference, request.Broker, request.PipSize);
        var query = request.Clone();
        query.PageToken = "";
        query.PageSize = 0;
        var place =
            PageToken.Decode<Place>(request.PageToken, query.ToString())
            ?? new Place(startUs, endUs, 0);
        var executions = await StoredAsync(request, place, page + 1, cancellation);
        var next = executions.Count > page ? NextOf(executions, page, place) : null;
        executions = [.. executions.Take(page)];
        if (terms.Reference == SlippageReference.Quote)
        {
            await WaitAsync(executions, cancellation);
        }
        var (rows, summary) = await computer.ComputeAsync(executions, terms, cancellation);
        return new GetSlippageResponse
        {
            Executions = { executions },
            Slippage = { rows },
            Summary = summary,
            NextPageToken = next is null ? "" : PageToken.Encode(query.ToString(), next),
        };
    }

    /// <summary>From the moment of the page's last row on, less the rows of that moment that were given.</summary>
    private static Place NextOf(List<Execution> executions, int page, Place place)
    {
        var lastUs = executions[page - 1].TimeUs;
        var given = executions.Take(page).Count(one => one.TimeUs == lastUs);
        return lastUs == place.StartUs
            ? place with
            {
                Skip = place.Skip + given,
            }
            : place with
            {
                StartUs = lastUs,
                Skip = given,
            };
    }

    private async Task<List<Execution>> StoredAsync(
        GetSlippageRequest request,
        Place place,
        int limit,
        CancellationToken cancellation
    )
    {
        var parameters = new QueryParameters
        {
            { "symbol", request.Symbol },
            { "broker", request.Broker },
            { "start", place.StartUs },
            { "end", place.EndUs },
            { "limit", (uint)limit },
            { "skip", (uint)place.Skip },
        };
        try
        {
            var rows = await clickHouse.QueryRowsAsync(
                StoredSql,
                parameters,
                MeasureChecks.Settings(options.Value),
                limit,
                cancellation
            );
            return
            [
                .. rows.Select(row => new Execution
                {
                    Symbol = request.Symbol,
                    TimeUs = (long)row[0]!,
                    Side = (string)row[1]! == "buy" ? TradeSide.Buy : TradeSide.Sell,
                    Price = (double)row[2]!,
                    Size = (double)row[3]!,
                    ExpectedPrice = (double)row[4]!,
                }),
            ];
        }
        catch (ClickHouseException absent) when (absent.Code == UnknownTable)
        {
            throw PlatformErrors.Create(
                ErrorReason.UnknownTable,
                "The table order_flow does not exist yet: apply the schema.",
                ("table", "order_flow")
            );
        }
    }

    private async Task WaitAsync(IEnumerable<Execution> executions, CancellationToken cancellation)
    {
        var symbols = executions
            .Where(one => one.ExpectedPrice == 0)
            .Select(one => one.Symbol)
            .Distinct(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            await ticks.WaitAsync(symbol, cancellation);
        }
    }

    private static SlippageTerms TermsOf(SlippageReference reference, string broker, double pip)
    {
        if (!Enum.IsDefined(reference))
        {
            PlatformErrors.ThrowInvalid(
                ("reference", $"{(int)reference} is no reference; it is QUOTE or BOOK.")
            );
        }
        if (!(pip >= 0) || double.IsInfinity(pip))
        {
            PlatformErrors.ThrowInvalid(
                ("pip_size", $"{pip} is no price of a pip; it is above 0, or 0 for the standard.")
            );
        }
        return new SlippageTerms(
            reference == SlippageReference.Unspecified ? SlippageReference.Quote : reference,
            broker,
            pip
        );
    }

    private static void Check(Execution execution, string field)
    {
        MeasureChecks.CheckTime($"{field}.time_us", execution.TimeUs);
        if (execution.Symbol.Length == 0)
        {
            PlatformErrors.ThrowInvalid(($"{field}.symbol", "Name a symbol."));
        }
        if (execution.Side is not (TradeSide.Buy or TradeSide.Sell))
        {
            PlatformErrors.ThrowInvalid(($"{field}.side", "It is BUY or SELL."));
        }
        if (!IsAbove(execution.Price) || !IsAbove(execution.Size))
        {
            PlatformErrors.ThrowInvalid(
                ($"{field}.price", "Price and size are finite numbers above 0.")
            );
        }
        if (execution.ExpectedPrice != 0 && !IsAbove(execution.ExpectedPrice))
        {
            PlatformErrors.ThrowInvalid(
                ($"{field}.expected_price", "It is above 0, or 0 to take it from the reference.")
            );
        }
    }

    private static bool IsAbove(double number) => number > 0 && double.IsFinite(number);

    /// <param name="Skip">Rows of the start's moment that were given already.</param>
    private sealed record Place(long StartUs, long EndUs, int Skip);
}
