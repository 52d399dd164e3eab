using Microsoft.Extensions.Options;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Library.Market;
using Platform.Timeseries.Indicators.Measures;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Order books as rows of candles: each is the book as market_depth tells it of the candle's close, the last state
/// GetBookMeasures gives before it. A candle without a book has no row.
/// </summary>
internal sealed class BookRows(
    CandleHistory history,
    CandleBooks books,
    IOptions<IndicatorOptions> options
) : IDueRows
{
    /// <summary>What the rows hold beside the levels. It is of books, so no indicator of the catalogue.</summary>
    public static IndicatorSpec Spec { get; } =
        new(
            new IndicatorDefinition
            {
                Name = "order_book",
                Title = "Imbalance and depth of the order book at the candle's close",
                Formula =
                    "imbalance = (bid depth − ask depth) / (bid depth + ask depth), depth = bid depth + ask depth, of the best levels",
                EdgeCases = "No book: no row",
                Outputs = ["imbalance", "depth"],
                Warmup = _ => 0,
                Lookback = _ => Lookback.Of(0),
                Create = _ => throw new NotSupportedException("order_book is of books."),
            },
            new ParameterValues([], [])
        );

    public RowSource Source => RowSource.Book;

    public async Task<TableRows> ComputeAsync(DueRange due, CancellationToken cancellation)
    {
        var opens = await history.OpensAsync(
            due.Candles,
            due.FromUs,
            due.ThroughUs + 1,
            cancellation
        );
        var rows = new TableRows(due.Series);
        var frame = due.Candles.Frame;
        var read = books.ReadAsync(due.Series.Symbol, frame, opens, cancellation);
        await foreach (var (openUs, book) in read)
        {
            if (ValuesOf(book) is { } values)
            {
                rows.Add(new RowKey(openUs), values, due.NewestUs);
            }
        }
        return rows;
    }

    /// <summary>Null: nothing rests in the book.</summary>
    private double[]? ValuesOf(BookState book)
    {
        var depth = options.Value.BookDepth;
        var measures = book.Measure(depth).Measures;
        var (bids, asks) = book.Best(depth);
        return bids.IsEmpty && asks.IsEmpty
            ? null
            : RowValues.Of(
                [measures.Imbalance, measures.BidDepth + measures.AskDepth],
                Prices(bids.Span),
                Volumes(bids.Span),
                Prices(asks.Span),
                Volumes(asks.Span)
            );
    }

    private static double[] Prices(ReadOnlySpan<BookLevel> levels)
    {
        var prices = new double[levels.Length];
        for (var i = 0; i < prices.Length; i++)
        {
            prices[i] = levels[i].Price;
        }
        return prices;
    }

    /// <summary>The table's columns of volumes hold whole lots.</summary>
    private static double[] Volumes(ReadOnlySpan<BookLevel> levels)
    {
        var volumes = new double[levels.Length];
        for (var i = 0; i < volumes.Length; i++)
        {
            volumes[i] = Math.Round(levels[i].Size);
        }
        return volumes;
    }
}
