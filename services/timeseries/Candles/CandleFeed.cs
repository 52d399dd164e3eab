using Grpc.Core;
using Platform.Timeseries.Candles.Sessions;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>
/// The newest candle of each subscribed symbol, carried on tick by tick and sent when it changed; with the flat ones
/// of gaps when these are asked for.
/// </summary>
internal sealed class CandleFeed(
    SessionCandles store,
    SubscribeCandlesRequest request,
    Frame frame,
    IServerStreamWriter<SubscribeCandlesResponse> responses,
    CandleOptions options,
    TimeProvider clock
)
{
    private const long AheadUs = 86_400 * MicroTime.PerSecond;

    private readonly Dictionary<string, LiveCandle> _current = new(StringComparer.Ordinal);
    private readonly List<StoredRow> _rows = [];
    private long _lastSentUs = MicroTime.Now(clock);

    /// <summary>Reads the newest candle of each symbol up to the cursor; what comes after it comes by <see cref="AddAsync"/>.</summary>
    /// <param name="scope">The symbols.</param>
    /// <param name="cursor">The place in the log.</param>
    /// <param name="windows">By symbol, its sessions; a symbol without: all ticks count.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task StartAsync(
        TickScope scope,
        Cursor cursor,
        IReadOnlyDictionary<string, SessionWindows> windows,
        CancellationToken cancellation
    )
    {
        foreach (var symbol in scope.Symbols)
        {
            var partition = scope.PartitionOf(symbol);
            var sessions = windows.GetValueOrDefault(symbol);
            // Sessions to come have no ticks yet.
            var range = Range(symbol, MicroTime.Now(clock) + AheadUs, long.MaxValue);
            var (newest, through) = await store.NewestAsync(
                range,
                partition,
                cursor.Through(partition),
                sessions,
                cancellation
            );
            _current[symbol] = LiveCandle.Of(newest, through, sessions);
        }
    }

    /// <summary>By symbol, the candle that is carried on.</summary>
    public Dictionary<string, long> OpenTimesUs() =>
        _current
            .Where(pair => pair.Value.Candle is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Candle!.OpenTimeUs);

    public async Task AddAsync(TickRecord record, CancellationToken cancellation)
    {
        var current = _current[record.Symbol];
        if ((long)record.Offset <= current.Through)
        {
            // What was rolled up was ahead of the cursor: the first candle holds it already.
            return;
        }
        _rows.Clear();
        StoredRows.Read(record, _rows);
        var corrected = new SortedSet<long>();
        foreach (var row in _rows)
        {
            var price = Price.Of(row.Tick, request.Side);
            if (price <= 0 || current.Windows?.Contains(row.Tick.TimeUs) == false)
            {
                continue;
            }
            var open = frame.OpenOf(row.Tick.TimeUs);
            if (current.Candle is { } candle && open < candle.OpenTimeUs)
            {
                corrected.Add(open);
                continue;
            }
            if (current.Candle is null || open > current.Candle.OpenTimeUs)
            {
                await CloseAsync(record.Symbol, current, cancellation);
                await FillAsync(record.Symbol, current, open, byClock: false, cancellation);
                current.Begin(open);
            }
            current.Candle!.Add(
                row.Tick,
                price,
                TickPlace.Of(row.Tick.TimeUs, row.Offset, row.Row)
            );
            current.IsChanged = true;
        }
        foreach (var open in corrected)
        {
            await CorrectAsync(record, open, current, cancellation);
        }
    }

    /// <summary>Sends what changed, closes what the clock has closed, and a heartbeat after a long silence.</summary>
    public async Task SendChangedAsync(TimeSpan heartbeat, CancellationToken cancellation)
    {
        var now = MicroTime.Now(clock);
        foreach (var (symbol, current) in _current)
        {
            if (current.Candle is null)
            {
                continue;
            }
            var closesAt = current.Candle.OpenTimeUs + frame.LengthUs;
            if (now > closesAt + options.CloseGrace.TotalMicroseconds)
            {
                await CloseAsync(symbol, current, cancellation);
                var over = frame.OpenOf(now - (long)options.CloseGrace.TotalMicroseconds);
                await FillAsync(symbol, current, over, byClock: true, cancellation);
            }
            else if (current.IsChanged)
            {
                await SendAsync(symbol, current.Candle, closed: false, cancellation);
                current.IsChanged = false;
            }
        }
        if (now - _lastSentUs > heartbeat.TotalMicroseconds)
        {
            await responses.WriteAsync(
                new SubscribeCandlesResponse { SendTimeUs = now },
                cancellation
            );
            _lastSentUs = now;
        }
    }

    private async Task CloseAsync(string symbol, LiveCandle current, CancellationToken cancellation)
    {
        if (current.Candle is not null && (!current.IsClosed || current.IsChanged))
        {
            await SendAsync(symbol, current.Candle, closed: true, cancellation);
            current.IsClosed = true;
            current.IsChanged = false;
        }
    }

    private async Task FillAsync(
        string symbol,
        LiveCandle current,
        long untilUs,
        bool byClock,
        CancellationToken cancellation
    )
    {
        if (!request.FillGaps || current.Candle is null)
        {
            return;
        }
        foreach (var flat in current.Fill(untilUs, frame, options.GapCandlesMax, byClock))
        {
            await SendAsync(symbol, flat, closed: true, cancellation);
        }
    }

    /// <summary>
    /// A late tick belongs to a candle that was closed: it is made anew and sent again, and with it the flat ones
    /// that follow it.
    /// </summary>
    private async Task CorrectAsync(
        TickRecord record,
        long open,
        LiveCandle current,
        CancellationToken cancellation
    )
    {
        var through = (long)record.Offset;
        var one = Range(record.Symbol, open, open + 1);
        var read = await store.ReadAllAsync(
            one,
            record.Partition,
            through,
            current.Windows,
            cancellation
        );
        if (read.Candles.Count == 0)
        {
            return;
        }
        var candle = read.Candles.Values.First();
        await SendAsync(record.Symbol, candle, closed: true, cancellation);
        var first = open + frame.LengthUs;
        var newest = current.Candle?.OpenTimeUs ?? open;
        if (!request.FillGaps || first >= newest)
        {
            return;
        }
        var after = Range(record.Symbol, first, newest);
        var next = await store.ReadAsync(
            after,
            record.Partition,
            through,
            current.Windows,
            cancellation
        );
        var until = next.Count == 0 ? newest : next.Keys.First();
        var flats = GapFiller
            .Flat(first, until, candle.Close, frame, current.Windows)
            .Take(options.GapCandlesMax + 1)
            .ToList();
        foreach (var flat in flats.Count > options.GapCandlesMax ? [] : flats)
        {
            await SendAsync(record.Symbol, flat, closed: true, cancellation);
        }
    }

    private CandleRange Range(string symbol, long startUs, long endUs) =>
        new(symbol, frame, request.Side, "", startUs, endUs, Limit: 1);

    private async Task SendAsync(
        string symbol,
        Candle candle,
        bool closed,
        CancellationToken cancellation
    )
    {
        var batch = new CandleBatch
        {
            Symbol = symbol,
            Timeframe = request.Timeframe,
            LastIsOpen = !closed,
        };
        candle.AppendTo(batch);
        _lastSentUs = MicroTime.Now(clock);
        await responses.WriteAsync(
            new SubscribeCandlesResponse
            {
                Candle = batch,
                Closed = closed,
                SendTimeUs = _lastSentUs,
            },
            cancellation
        );
    }
}
