using Grpc.Core;
using Platform.Timeseries.Analytics;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Measures;

/// <summary>How the expected price of executions is found that name none.</summary>
internal sealed record SlippageTerms(SlippageReference Reference, string Broker, double PipSize)
{
    public double PipOf(string symbol) =>
        PipSize > 0 ? PipSize
        : symbol.EndsWith("JPY", StringComparison.Ordinal) ? 0.01
        : 0.0001;
}

/// <summary>What executions cost beside the price expected, or beside the quote or the book in force.</summary>
internal sealed class SlippageComputer(StoredTicks ticks, BookReader books)
{
    public async Task<(List<ExecutionSlippage> Rows, SlippageSummary Summary)> ComputeAsync(
        IReadOnlyList<Execution> executions,
        SlippageTerms terms,
        CancellationToken cancellation
    )
    {
        var rows = new List<ExecutionSlippage>(executions.Count);
        var statistics = new SlippageStatistics();
        foreach (var execution in executions)
        {
            var row = await ExpectAsync(execution, terms, cancellation);
            if (row.Known)
            {
                var slippage = Slippage.Of(
                    execution.Side == V1.TradeSide.Buy
                        ? Library.Market.TradeSide.Buy
                        : Library.Market.TradeSide.Sell,
                    row.ExpectedPrice,
                    execution.Price,
                    execution.Size,
                    terms.PipOf(execution.Symbol)
                );
                (row.Pips, row.Percent, row.Cost) = (
                    slippage.Pips,
                    slippage.Percent,
                    slippage.Cost
                );
                statistics.Add(slippage, execution.Size);
            }
            rows.Add(row);
        }
        var summary = new SlippageSummary
        {
            Count = (uint)statistics.Count,
            MeanPips = statistics.MeanPips,
            SizedMeanPips = statistics.SizedMeanPips,
            ShareWorse = statistics.ShareWorse,
            Cost = statistics.Cost,
        };
        return (rows, summary);
    }

    private async Task<ExecutionSlippage> ExpectAsync(
        Execution execution,
        SlippageTerms terms,
        CancellationToken cancellation
    )
    {
        if (execution.ExpectedPrice > 0)
        {
            return new ExecutionSlippage
            {
                Known = true,
                ExpectedPrice = execution.ExpectedPrice,
                ReferenceSize = execution.Size,
            };
        }
        return terms.Reference == SlippageReference.Book
            ? await FromBookAsync(execution, terms, cancellation)
            : await FromQuoteAsync(execution, terms, cancellation);
    }

    private async Task<ExecutionSlippage> FromQuoteAsync(
        Execution execution,
        SlippageTerms terms,
        CancellationToken cancellation
    )
    {
        var quote = await ticks.NewestBeforeAsync(
            execution.Symbol,
            terms.Broker,
            execution.TimeUs + 1,
            cancellation
        );
        var price = execution.Side == V1.TradeSide.Buy ? quote?.Tick.Ask : quote?.Tick.Bid;
        return price > 0
            ? new ExecutionSlippage
            {
                Known = true,
                ExpectedPrice = price.Value,
                ReferenceTimeUs = quote!.Value.Tick.TimeUs,
                ReferenceSize = execution.Size,
            }
            : new ExecutionSlippage();
    }

    /// <summary>Fills the size level by level; where the book ends first, its mean price is that of what it had.</summary>
    private async Task<ExecutionSlippage> FromBookAsync(
        Execution execution,
        SlippageTerms terms,
        CancellationToken cancellation
    )
    {
        GetOrderBookResponse book;
        try
        {
            book = await books.ReadAsync(
                new GetOrderBookRequest
                {
                    Symbol = execution.Symbol,
                    TimeUs = execution.TimeUs,
                    Depth = BookState.Levels,
                    Broker = terms.Broker,
                },
                cancellation
            );
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            return new ExecutionSlippage();
        }
        var side = execution.Side == V1.TradeSide.Buy ? book.Asks : book.Bids;
        var (size, money) = (0d, 0d);
        foreach (var level in side)
        {
            var taken = Math.Min(level.Volume, execution.Size - size);
            size += taken;
            money += taken * level.Price;
            if (size >= execution.Size)
            {
                break;
            }
        }
        return size > 0
            ? new ExecutionSlippage
            {
                Known = true,
                ExpectedPrice = money / size,
                ReferenceTimeUs = book.TimeUs,
                ReferenceSize = size,
            }
            : new ExecutionSlippage();
    }
}
