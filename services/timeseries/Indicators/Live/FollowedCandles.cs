using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Indicators.Live;

/// <summary>The state of one following: a series for each symbol, and how far each symbol and each pair has got.</summary>
internal sealed class FollowedCandles : ICandleFollower
{
    private readonly IndicatorComputer _computer;
    private readonly IndicatorOptions _options;
    private readonly Following _following;
    private readonly Func<SeriesUpdate, CancellationToken, Task> _onUpdate;
    private readonly ICloseWatcher? _watcher;
    private readonly Dictionary<string, LiveSeries> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _closed = new(StringComparer.Ordinal);
    private readonly List<(CandleSeries First, IndicatorRequest Request)> _pairs = [];
    private readonly Dictionary<(string, IndicatorRequest), long> _told = [];

    public FollowedCandles(
        Following following,
        CandleHistory history,
        IndicatorComputer computer,
        IndicatorOptions options,
        Func<SeriesUpdate, CancellationToken, Task> onUpdate,
        ICloseWatcher? watcher
    )
    {
        (_following, _computer, _options, _onUpdate) = (following, computer, options, onUpdate);
        _watcher = watcher;
        foreach (var (symbol, requests) in following.BySymbol)
        {
            var series = SeriesOf(symbol);
            IndicatorRequest[] singles = [.. requests.Where(one => !one.IsPair)];
            if (singles.Length > 0)
            {
                _series[symbol] = new LiveSeries(series, singles, history, computer, options);
            }
            _pairs.AddRange(requests.Where(one => one.IsPair).Select(one => (series, one)));
        }
    }

    public IEnumerable<string> Symbols =>
        _following
            .BySymbol.Keys.Union(_pairs.Select(pair => pair.Request.OtherSymbol))
            .Union(_following.AlsoFollowed);

    public async Task JoinedAsync(
        IReadOnlyDictionary<string, long> openTimesUs,
        CancellationToken cancellation
    )
    {
        // First these: what changes after they have read is told them, and what changed before, the watcher finds.
        foreach (var (symbol, openUs) in openTimesUs)
        {
            if (_series.TryGetValue(symbol, out var series))
            {
                await series.BeginAsync(openUs, cancellation);
            }
        }
        await (_watcher?.JoinedAsync(openTimesUs, cancellation) ?? Task.CompletedTask);
    }

    public void Followed(string symbol, long offset) => _watcher?.Followed(symbol, offset);

    public async Task TakeAsync(string symbol, Bar bar, CancellationToken cancellation)
    {
        _closed[symbol] = Math.Max(
            bar.OpenTimeUs,
            _closed.GetValueOrDefault(symbol, long.MinValue)
        );
        if (
            _series.TryGetValue(symbol, out var series)
            && await series.TakeAsync(bar, cancellation) is { } update
        )
        {
            await _onUpdate(update, cancellation);
        }
        foreach (var (first, request) in _pairs)
        {
            if (symbol == first.Symbol || symbol == request.OtherSymbol)
            {
                await TakePairAsync(first, request, bar.OpenTimeUs, cancellation);
            }
        }
        _watcher?.Closed(symbol, bar.OpenTimeUs);
    }

    private async Task TakePairAsync(
        CandleSeries first,
        IndicatorRequest request,
        long openUs,
        CancellationToken cancellation
    )
    {
        var through = Math.Min(
            _closed.GetValueOrDefault(first.Symbol, long.MinValue),
            _closed.GetValueOrDefault(request.OtherSymbol, long.MinValue)
        );
        var key = (first.Symbol, request);
        var hasTold = _told.TryGetValue(key, out var told);
        var isCorrection = hasTold && openUs <= told;
        if (!isCorrection && (through == long.MinValue || (hasTold && through <= told)))
        {
            return;
        }
        var (startUs, lastUs) =
            isCorrection ? (openUs, told)
            : hasTold ? (told + 1, through)
            : (through, through);
        var mostUs = startUs + (_options.CorrectedRowsMax * first.Frame.LengthUs);
        var rows = await _computer.ComputeAsync(
            first,
            [request],
            startUs,
            Math.Min(lastUs + 1, mostUs),
            isWarmedUp: true,
            cancellation
        );
        _told[key] = hasTold ? Math.Max(told, lastUs) : lastUs;
        if (rows[0].Count > 0)
        {
            await _onUpdate(new SeriesUpdate(first, rows, isCorrection), cancellation);
        }
    }

    private CandleSeries SeriesOf(string symbol) =>
        new(symbol, _following.Timeframe, _following.Side, "");
}
