using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Library.Volume;

namespace Platform.Timeseries.Indicators.Computing;

/// <summary>Computes indicators over a range of stored candles, from as far before it as they look back.</summary>
internal sealed class IndicatorComputer(CandleHistory history, IOptions<IndicatorOptions> options)
{
    private readonly IndicatorOptions _options = options.Value;

    /// <param name="series">Whose candles.</param>
    /// <param name="requests">Which indicators.</param>
    /// <param name="startUs">Rows from this open time on.</param>
    /// <param name="endUs">Rows before this open time; the caller sees to it that their candles are closed.</param>
    /// <param name="isWarmedUp">Whether candles before the range are read, so that its first row is ready where there are enough.</param>
    /// <param name="cancellation">Ends the computation.</param>
    public async Task<IReadOnlyList<IndicatorRows>> ComputeAsync(
        CandleSeries series,
        IReadOnlyList<IndicatorRequest> requests,
        long startUs,
        long endUs,
        bool isWarmedUp,
        CancellationToken cancellation
    )
    {
        var budget = new Budget(_options);
        var rows = requests.Select(request => new IndicatorRows(request)).ToList();
        var singles = rows.Where(one => !one.Request.IsPair).ToList();
        if (singles.Count > 0)
        {
            var specs = singles.Select(one => one.Request.Spec);
            var fromUs = isWarmedUp
                ? await StartOfAsync(series, specs, startUs, cancellation)
                : startUs;
            await RunAsync(series, singles, fromUs, startUs, endUs, budget, cancellation);
        }
        foreach (var pair in rows.Where(one => one.Request.IsPair))
        {
            await RunPairAsync(
                series,
                pair,
                startUs,
                endUs,
                isWarmedUp ? pair.Request.Spec.Lookback.Candles : 0,
                budget,
                cancellation
            );
        }
        return rows;
    }

    /// <summary>The open time from which on candles decide the rows of a range.</summary>
    public async Task<long> StartOfAsync(
        CandleSeries series,
        IEnumerable<IndicatorSpec> specs,
        long startUs,
        CancellationToken cancellation
    )
    {
        var candles = 0;
        var fromUs = startUs;
        foreach (var spec in specs)
        {
            switch (spec.Lookback.Kind)
            {
                case LookbackKind.Everything:
                    return 0;
                case LookbackKind.Session:
                    var minute = spec.Parameters.Whole("start_minute");
                    fromUs = Math.Min(fromUs, SessionVwap.SessionOf(startUs, minute));
                    break;
                default:
                    candles = Math.Max(candles, spec.Lookback.Candles);
                    break;
            }
        }
        var before = await history.NewestBeforeAsync(series, startUs, candles, cancellation);
        return Math.Max(0, before.Count == 0 ? fromUs : Math.Min(fromUs, before[0].OpenTimeUs));
    }

    private async Task RunAsync(
        CandleSeries series,
        List<IndicatorRows> rows,
        long fromUs,
        long startUs,
        long endUs,
        Budget budget,
        CancellationToken cancellation
    )
    {
        var indicators = rows.Select(one => one.Request.Spec.Create()).ToArray();
        await foreach (var page in history.ReadAsync(series, fromUs, endUs, cancellation))
        {
            budget.TakeCandles(page.Count);
            foreach (var bar in page)
            {
                var isWanted = bar.OpenTimeUs >= startUs;
                for (var i = 0; i < indicators.Length; i++)
                {
                    rows[i].Take(indicators[i], bar, default, isWanted);
                }
            }
            budget.TakeValues(rows);
        }
    }

    /// <summary>Candles both symbols have, by open time.</summary>
    private async Task RunPairAsync(
        CandleSeries series,
        IndicatorRows rows,
        long startUs,
        long endUs,
        int lookback,
        Budget budget,
        CancellationToken cancellation
    )
    {
        var other = series with { Symbol = rows.Request.OtherSymbol };
        var before = await CommonBeforeAsync(series, other, startUs, lookback, cancellation);
        var indicator = rows.Request.Spec.Create();
        foreach (var (bar, second) in before)
        {
            rows.Take(indicator, bar, second, isWanted: false);
        }
        await using var seconds = history
            .ReadAsync(other, startUs, endUs, cancellation)
            .GetAsyncEnumerator(cancellation);
        var queue = new Queue<Bar>();
        await foreach (var page in history.ReadAsync(series, startUs, endUs, cancellation))
        {
            budget.TakeCandles(page.Count);
            foreach (var bar in page)
            {
                while (queue.Count == 0 || queue.Peek().OpenTimeUs < bar.OpenTimeUs)
                {
                    if (!queue.TryDequeue(out _))
                    {
                        if (!await seconds.MoveNextAsync())
                        {
                            return;
                        }
                        budget.TakeCandles(seconds.Current.Count);
                        seconds.Current.ToList().ForEach(queue.Enqueue);
                    }
                }
                if (queue.Peek().OpenTimeUs == bar.OpenTimeUs)
                {
                    rows.Take(indicator, bar, queue.Dequeue(), isWanted: true);
                }
            }
            budget.TakeValues([rows]);
        }
    }

    /// <summary>The newest candles before a time that both symbols have; reads further back until there are enough or no more.</summary>
    private async Task<IReadOnlyList<(Bar First, Bar Second)>> CommonBeforeAsync(
        CandleSeries first,
        CandleSeries second,
        long startUs,
        int count,
        CancellationToken cancellation
    )
    {
        if (count == 0)
        {
            return [];
        }
        for (var read = count * 2; ; read *= 4)
        {
            var firsts = await history.NewestBeforeAsync(first, startUs, read, cancellation);
            var seconds = await history.NewestBeforeAsync(second, startUs, read, cancellation);
            var byTime = seconds.ToDictionary(bar => bar.OpenTimeUs);
            var common = firsts
                .Where(bar => byTime.ContainsKey(bar.OpenTimeUs))
                .Select(bar => (bar, byTime[bar.OpenTimeUs]))
                .ToList();
            var isAll = firsts.Count < read && seconds.Count < read;
            if (common.Count >= count || isAll || read >= _options.CandlesMax)
            {
                return common[Math.Max(0, common.Count - count)..];
            }
        }
    }

    /// <summary>What one call may read and answer.</summary>
    private sealed class Budget(IndicatorOptions options)
    {
        private long _candles;

        public void TakeCandles(int count)
        {
            _candles += count;
            if (_candles > options.CandlesMax)
            {
                PlatformErrors.Throw(
                    ErrorReason.LimitExceeded,
                    $"This needs more than {options.CandlesMax:N0} candles, those before the range included; narrow the range, "
                        + "take a longer timeframe, or leave the running totals (adl, obv, volume), which need all candles there are.",
                    ("limit", "Indicators:CandlesMax"),
                    ("allowed", $"{options.CandlesMax}")
                );
            }
        }

        public void TakeValues(IEnumerable<IndicatorRows> rows)
        {
            var values = rows.Sum(one => (long)one.Count * one.Values.Count);
            if (values > options.ValuesMax)
            {
                PlatformErrors.Throw(
                    ErrorReason.LimitExceeded,
                    $"The answer would hold more than {options.ValuesMax:N0} values; narrow the range or ask for fewer indicators.",
                    ("limit", "Indicators:ValuesMax"),
                    ("allowed", $"{options.ValuesMax}")
                );
            }
        }
    }
}
