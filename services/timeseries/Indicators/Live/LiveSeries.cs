using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Library.Volume;

namespace Platform.Timeseries.Indicators.Live;

/// <summary>What a closed candle made of the indicators of its series.</summary>
/// <param name="Rows">Of each indicator: the row of the candle, and of candles that had been missed; of a correction, every row it touched.</param>
/// <param name="IsCorrection">The candle had closed before: a late tick changed it.</param>
internal sealed record SeriesUpdate(
    CandleSeries Series,
    IReadOnlyList<IndicatorRows> Rows,
    bool IsCorrection
);

/// <summary>
/// Indicators of one series carried on close by close. The newest candles are kept: a candle that closes again with
/// other values is put in its place, and what comes after it computed anew from them.
/// </summary>
internal sealed class LiveSeries(
    CandleSeries series,
    IReadOnlyList<IndicatorRequest> requests,
    CandleHistory history,
    IndicatorComputer computer,
    IndicatorOptions options
)
{
    private readonly List<Bar> _bars = [];
    private readonly int _lookback = requests.Max(request => request.Spec.Lookback.Candles);

    /// <summary>After the newest candle.</summary>
    private Indicator[] _indicators = [];

    /// <summary>Of running totals, before the oldest candle that is kept; null for the others.</summary>
    private Indicator?[] _totals = [];

    /// <summary>From this open time on every candle has been taken; 0: from the first there is.</summary>
    private long _takenFromUs;
    private bool _isStarted;
    private bool _hasLetGo;

    /// <summary>
    /// Following begins, or begins again: reads the candles before the one that is open, or before the first that was not
    /// told yet.
    /// </summary>
    public Task BeginAsync(long openUs, CancellationToken cancellation) =>
        StartAsync(
            _bars.Count > 0 ? Math.Min(openUs, _bars[^1].OpenTimeUs + 1) : openUs,
            cancellation
        );

    /// <returns>Null when the candle says nothing new.</returns>
    public async Task<SeriesUpdate?> TakeAsync(Bar closed, CancellationToken cancellation)
    {
        if (!_isStarted)
        {
            await StartAsync(closed.OpenTimeUs, cancellation);
        }
        if (_bars.Count > 0 && closed.OpenTimeUs <= _bars[^1].OpenTimeUs)
        {
            return await CorrectAsync(closed, cancellation);
        }
        var rows = NewRows();
        if (_bars.Count > 0 && closed.OpenTimeUs > _bars[^1].OpenTimeUs + series.Frame.LengthUs)
        {
            var missedFromUs = _bars[^1].OpenTimeUs + 1;
            var missed = history.ReadAsync(series, missedFromUs, closed.OpenTimeUs, cancellation);
            await foreach (var page in missed)
            {
                Append(page, rows);
            }
        }
        Append([closed], rows);
        return new SeriesUpdate(series, rows, IsCorrection: false);
    }

    private async Task StartAsync(long beforeUs, CancellationToken cancellation)
    {
        _bars.Clear();
        _hasLetGo = false;
        _indicators = [.. requests.Select(request => request.Spec.Create())];
        _totals =
        [
            .. requests.Select(request =>
                request.Spec.Lookback.Kind == LookbackKind.Candles ? null : request.Spec.Create()
            ),
        ];
        var specs = requests.Select(request => request.Spec);
        _takenFromUs = await computer.StartOfAsync(series, specs, beforeUs, cancellation);
        var taken = 0L;
        await foreach (var page in history.ReadAsync(series, _takenFromUs, beforeUs, cancellation))
        {
            taken += page.Count;
            if (taken > options.CandlesMax)
            {
                PlatformErrors.Throw(
                    ErrorReason.LimitExceeded,
                    $"{series.Symbol} has more than {options.CandlesMax:N0} candles of this length, and a running total needs all: "
                        + "take a longer timeframe or leave adl, obv and volume.",
                    ("limit", "Indicators:CandlesMax")
                );
            }
            Append(page, NewRows(), isWanted: false);
        }
        if (taken < _lookback)
        {
            // There are no more: what is here is all there ever was.
            _takenFromUs = 0;
        }
        _isStarted = true;
    }

    private void Append(IReadOnlyList<Bar> bars, List<IndicatorRows> rows, bool isWanted = true)
    {
        foreach (var bar in bars)
        {
            _bars.Add(bar);
            for (var i = 0; i < _indicators.Length; i++)
            {
                rows[i].Take(_indicators[i], bar, default, isWanted);
            }
        }
        Trim();
    }

    /// <summary>Lets go of candles that no correction within the limits needs, many at a time.</summary>
    private void Trim()
    {
        var kept = _lookback + options.CandlesKept;
        if (_bars.Count <= 2 * kept + 1)
        {
            return;
        }
        var gone = _bars.Count - kept;
        for (var i = 0; i < _totals.Length; i++)
        {
            if (_totals[i] is { } total)
            {
                var rows = new IndicatorRows(requests[i]);
                foreach (var bar in _bars.Take(gone))
                {
                    rows.Take(total, bar, default, isWanted: false);
                }
            }
        }
        _bars.RemoveRange(0, gone);
        _hasLetGo = true;
    }

    private async Task<SeriesUpdate?> CorrectAsync(Bar closed, CancellationToken cancellation)
    {
        var at = _bars.FindLastIndex(bar => bar.OpenTimeUs <= closed.OpenTimeUs);
        if (at >= 0 && _bars[at] == closed)
        {
            return null;
        }
        if (at >= 0 && _bars[at].OpenTimeUs == closed.OpenTimeUs)
        {
            _bars[at] = closed;
        }
        else
        {
            _bars.Insert(++at, closed);
        }
        var rows = HoldsAllFor(at) ? Replay(at) : await ReadAnewAsync(closed, cancellation);
        return new SeriesUpdate(series, rows, IsCorrection: true);
    }

    /// <summary>Whether the candles that are kept decide the row at a place and all after it.</summary>
    private bool HoldsAllFor(int at)
    {
        // It may be older than candles that were let go.
        if (at == 0 && _hasLetGo)
        {
            return false;
        }
        var holdsTheFirst = !_hasLetGo && _takenFromUs == 0;
        return requests.All(request =>
            request.Spec.Lookback.Kind switch
            {
                LookbackKind.Everything => true,
                LookbackKind.Session => _takenFromUs
                    <= SessionVwap.SessionOf(
                        _bars[at].OpenTimeUs,
                        request.Spec.Parameters.Whole("start_minute")
                    ),
                _ => holdsTheFirst || at >= request.Spec.Lookback.Candles,
            }
        );
    }

    private List<IndicatorRows> Replay(int from)
    {
        var rows = NewRows();
        for (var i = 0; i < _indicators.Length; i++)
        {
            var lookback = requests[i].Spec.Lookback;
            _indicators[i] = _totals[i]?.Copy() ?? requests[i].Spec.Create();
            var last =
                lookback.Kind == LookbackKind.Candles ? from + lookback.Candles : _bars.Count;
            for (var bar = 0; bar < _bars.Count; bar++)
            {
                var isTouched = bar >= from && bar <= last;
                rows[i].Take(_indicators[i], _bars[bar], default, isTouched);
            }
        }
        return rows;
    }

    private async Task<IReadOnlyList<IndicatorRows>> ReadAnewAsync(
        Bar closed,
        CancellationToken cancellation
    )
    {
        var endUs = _bars[^1].OpenTimeUs + 1;
        var mostUs = closed.OpenTimeUs + (options.CorrectedRowsMax * series.Frame.LengthUs);
        var rows = await computer.ComputeAsync(
            series,
            requests,
            closed.OpenTimeUs,
            Math.Min(endUs, mostUs),
            isWarmedUp: true,
            cancellation
        );
        await StartAsync(endUs, cancellation);
        return rows;
    }

    private List<IndicatorRows> NewRows() =>
        [.. requests.Select(request => new IndicatorRows(request))];
}
