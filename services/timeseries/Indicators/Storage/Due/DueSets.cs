using Microsoft.Extensions.Options;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators.Storage;

/// <summary>
/// Sets whose rows are computed from what is stored, not carried on from candle to candle: those of two symbols, of ticks
/// and of books. A candle that closes, or is corrected, makes its rows due; the next storing computes what is due.
/// </summary>
internal sealed partial class DueSets
{
    private readonly Dictionary<RowSource, IDueRows> _rows;
    private readonly SetRepair _repair;
    private readonly TableWriter _writer;
    private readonly ILogger<DueSets> _logger;
    private readonly IndicatorOptions _options;
    private readonly TableSeries[] _series;
    private readonly Lock _gate = new();
    private readonly Dictionary<TableSeries, DueRanges> _due = [];
    private readonly Dictionary<TableSeries, long> _beginUs = [];
    private readonly Dictionary<(string Symbol, string Timeframe), long> _closedUs = [];
    private bool _isImpeded;

    public DueSets(
        IEnumerable<IDueRows> rows,
        SetRepair repair,
        TableWriter writer,
        IOptions<IndicatorOptions> options,
        ILogger<DueSets> logger
    )
    {
        _rows = rows.ToDictionary(one => one.Source);
        (_repair, _writer) = (repair, writer);
        (_options, _logger) = (options.Value, logger);
        _series =
        [
            .. _options.Live.Select(TableSeries.Of).Where(series => series.IsRead).Distinct(),
        ];
        foreach (var series in _series)
        {
            _due[series] = new DueRanges(CandlesOf(series).Frame.LengthUs);
        }
    }

    /// <summary>Whose candles have to be followed.</summary>
    public IEnumerable<string> SymbolsOf(string timeframe) =>
        _series.Where(series => series.Timeframe == timeframe).SelectMany(series => series.Symbols);

    /// <summary>A candle closed, or was corrected after it had closed.</summary>
    public void Closed(string symbol, string timeframe, long openUs)
    {
        lock (_gate)
        {
            TakeClosed(symbol, timeframe, openUs);
            foreach (var series in _series)
            {
                if (series.Timeframe == timeframe && series.Symbols.Contains(symbol))
                {
                    _due[series].Add(openUs, openUs);
                }
            }
        }
    }

    /// <summary>Following begins: what changed or closed while nobody followed is due.</summary>
    public async Task JoinedAsync(
        string timeframe,
        IReadOnlyDictionary<string, long> openTimesUs,
        CancellationToken cancellation
    )
    {
        lock (_gate)
        {
            foreach (var (symbol, openUs) in openTimesUs)
            {
                TakeClosed(symbol, timeframe, openUs - 1);
            }
        }
        foreach (var series in _series.Where(series => series.Timeframe == timeframe))
        {
            if (openTimesUs.TryGetValue(series.Symbol, out var openUs))
            {
                await BeginAsync(series, openUs, cancellation);
            }
        }
    }

    /// <summary>Computes what is due, of each series no more than may be corrected at once.</summary>
    /// <returns>Whether all that is due is with the writer.</returns>
    public async Task<bool> ComputeAsync(CancellationToken cancellation)
    {
        var isAll = true;
        foreach (var series in _series)
        {
            isAll &= await TryComputeAsync(series, cancellation);
        }
        return isAll;
    }

    /// <summary>The store's content was replaced: what is due of it is found when following begins anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            foreach (var due in _due.Values)
            {
                due.Clear();
            }
            _beginUs.Clear();
        }
    }

    private void TakeClosed(string symbol, string timeframe, long openUs)
    {
        var before = _closedUs.GetValueOrDefault((symbol, timeframe), long.MinValue);
        _closedUs[(symbol, timeframe)] = Math.Max(before, openUs);
    }

    private async Task BeginAsync(TableSeries series, long openUs, CancellationToken cancellation)
    {
        var candles = CandlesOf(series);
        var newestUs = await _writer.NewestUsAsync(series, cancellation);
        if (newestUs == long.MinValue)
        {
            var wanted = _options.BackfillOf(series) * candles.Frame.LengthUs;
            lock (_gate)
            {
                var beginUs = Math.Max(0, openUs - wanted);
                beginUs = Math.Min(beginUs, _beginUs.GetValueOrDefault(series, long.MaxValue));
                _beginUs[series] = beginUs;
                _due[series].Add(beginUs, openUs - 1);
            }
            return;
        }
        var changed = await _repair.ChangedAsync(series, candles, newestUs, cancellation);
        lock (_gate)
        {
            foreach (var symbol in series.Symbols)
            {
                // Otherwise there would be no such row, unless somebody else made it.
                TakeClosed(symbol, series.Timeframe, Math.Min(newestUs, openUs));
            }
            var due = _due[series];
            if (changed is null)
            {
                // Rows of before anything was noted: the newest are looked at.
                var looked = _options.CorrectedRowsMax * candles.Frame.LengthUs;
                due.Add(Math.Max(0, newestUs - looked), newestUs);
            }
            foreach (var changedUs in changed ?? [])
            {
                due.Add(changedUs, changedUs);
            }
            due.Add(newestUs + 1, openUs - 1);
        }
    }

    private async Task<bool> TryComputeAsync(TableSeries series, CancellationToken cancellation)
    {
        var lengthUs = CandlesOf(series).Frame.LengthUs;
        var spanUs = _options.CorrectedRowsMax * lengthUs;
        while (Take(series, spanUs) is var (fromUs, throughUs))
        {
            var isDone = false;
            try
            {
                isDone = await ComputeAsync(series, fromUs, throughUs, cancellation);
                _isImpeded &= !isDone;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                if (!_isImpeded)
                {
                    LogNotComputed(series.Table.Name, series.Symbol, series.Timeframe, e.Message);
                }
                _isImpeded = true;
            }
            if (!isDone)
            {
                lock (_gate)
                {
                    _due[series].Add(fromUs, throughUs);
                }
                return false;
            }
            spanUs -= throughUs - fromUs + lengthUs;
        }
        lock (_gate)
        {
            return _due[series].FirstUs > ClosedUs(series);
        }
    }

    private (long FromUs, long ThroughUs)? Take(TableSeries series, long spanUs)
    {
        lock (_gate)
        {
            return _due[series].Take(ClosedUs(series), spanUs);
        }
    }

    /// <summary>The last open time of which the candles of all symbols have closed.</summary>
    private long ClosedUs(TableSeries series) =>
        series.Symbols.Min(symbol =>
            _closedUs.GetValueOrDefault((symbol, series.Timeframe), long.MinValue)
        );

    /// <returns>False: the writer has too much in hand.</returns>
    private async Task<bool> ComputeAsync(
        TableSeries series,
        long fromUs,
        long throughUs,
        CancellationToken cancellation
    )
    {
        var candles = CandlesOf(series);
        var newestUs = await _writer.NewestUsAsync(series, cancellation);
        long closedUs;
        var beginUs = long.MinValue;
        lock (_gate)
        {
            closedUs = ClosedUs(series);
            if (newestUs == long.MinValue)
            {
                // Late ticks of before its beginning don't begin it earlier.
                beginUs = _beginUs.GetValueOrDefault(series, long.MinValue);
                fromUs = Math.Max(fromUs, beginUs);
            }
        }
        if (fromUs > throughUs)
        {
            return true;
        }
        var due = new DueRange(series, candles, fromUs, throughUs, newestUs, closedUs, beginUs);
        var rows = await _rows[series.Table.Source].ComputeAsync(due, cancellation);
        return await _repair.TryStoreDifferentAsync(rows, newestUs, cancellation);
    }

    private static CandleSeries CandlesOf(TableSeries series) =>
        new(series.Symbol, Timeframes.Parse(series.Timeframe), PriceSide.Bid, "");

    [LoggerMessage(
        731,
        LogLevel.Warning,
        "Rows of {Table} of {Symbol} {Timeframe} can't be computed at the moment and stay due: {Reason}"
    )]
    private partial void LogNotComputed(
        string table,
        string symbol,
        string timeframe,
        string reason
    );
}
