using System.Runtime.CompilerServices;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Ticks.Live;

namespace Platform.Timeseries.Indicators.Computing;

/// <summary>Candles as indicators take them. All that this feature knows of how candles are kept is here.</summary>
internal sealed class CandleHistory(CandleStore store, TickHub hub)
{
    private const int PageCandles = 10_000;

    /// <summary>Candles that open in [start, end), oldest first, in pages.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Bar>> ReadAsync(
        CandleSeries series,
        long startUs,
        long endUs,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        while (startUs < endUs)
        {
            var page = await ReadAsync(series, startUs, endUs, PageCandles, false, cancellation);
            if (page.Count > 0)
            {
                yield return page;
            }
            if (page.Count < PageCandles)
            {
                yield break;
            }
            startUs = page[^1].OpenTimeUs + series.Frame.LengthUs;
        }
    }

    /// <summary>When candles that open in [start, end) do, rising.</summary>
    public async Task<List<long>> OpensAsync(
        CandleSeries series,
        long startUs,
        long endUs,
        CancellationToken cancellation
    )
    {
        var opens = new List<long>();
        await foreach (var page in ReadAsync(series, startUs, endUs, cancellation))
        {
            opens.AddRange(page.Select(bar => bar.OpenTimeUs));
        }
        return opens;
    }

    /// <summary>The newest candles that open before a time, at most <paramref name="count"/>, oldest first.</summary>
    public Task<IReadOnlyList<Bar>> NewestBeforeAsync(
        CandleSeries series,
        long endUs,
        int count,
        CancellationToken cancellation
    ) => ReadAsync(series, 0, endUs, count, true, cancellation);

    private async Task<IReadOnlyList<Bar>> ReadAsync(
        CandleSeries series,
        long startUs,
        long endUs,
        int limit,
        bool newestFirst,
        CancellationToken cancellation
    )
    {
        if (hub.NewestOf(series.Symbol) is not { } newest || limit == 0)
        {
            return [];
        }
        var range = new CandleRange(
            series.Symbol,
            series.Frame,
            series.Side,
            series.Broker,
            startUs,
            endUs,
            limit,
            newestFirst
        );
        var read = await store.ReadAsync(
            range,
            newest.Partition,
            hub.PublishedThrough(newest.Partition),
            cancellation
        );
        var candles = read.Candles.Values;
        var kept = newestFirst
            ? candles.Skip(Math.Max(0, candles.Count - limit))
            : candles.Take(limit);
        return [.. kept.Select(BarOf)];
    }

    private static Bar BarOf(Candle candle) =>
        new(candle.OpenTimeUs, candle.Open, candle.High, candle.Low, candle.Close, candle.Volume);
}
