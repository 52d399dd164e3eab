using Grpc.Core;
using Platform.Timeseries.Ticks.Model;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Candles;

/// <summary>The newest candle of each subscribed symbol, carried on tick by tick and sent when it changed.</summary>
internal sealed class CandleFeed(
    CandleStore store,
    SubscribeCandlesRequest request,
    Frame frame,
    IServerStreamWriter<SubscribeCandlesResponse> responses,
    CandleOptions options,
    TimeProvider clock
)
{
    private readonly Dictionary<string, Current> _current = new(StringComparer.Ordinal);
    private readonly List<StoredRow> _rows = [];
    private long _lastSentUs = MicroTime.Now(clock);

    /// <summary>Reads the newest candle of each symbol up to the cursor; what comes after it comes by <see cref="AddAsync"/>.</summary>
    public async Task StartAsync(TickScope scope, Cursor cursor, CancellationToken cancellation)
    {
        foreach (var symbol in scope.Symbols)
        {
            var partition = scope.PartitionOf(symbol);
            var (newest, through) = await ReadAsync(
                symbol,
                partition,
                cursor.Through(partition),
                0,
                long.MaxValue,
                cancellation
            );
            _current[symbol] = new Current
            {
                Candle = newest,
                IsChanged = newest is not null,
                Through = through,
            };
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
            if (price <= 0)
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
                current.Candle = new Candle(open);
                current.IsClosed = false;
            }
            current.Candle.Add(row.Tick, price, TickPlace.Of(row.Tick.TimeUs, row.Offset, row.Row));
            current.IsChanged = true;
        }
        foreach (var open in corrected)
        {
            await CorrectAsync(record, open, cancellation);
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

    private async Task CloseAsync(string symbol, Current current, CancellationToken cancellation)
    {
        if (current.Candle is not null && (!current.IsClosed || current.IsChanged))
        {
            await SendAsync(symbol, current.Candle, closed: true, cancellation);
            current.IsClosed = true;
            current.IsChanged = false;
        }
    }

    /// <summary>A late tick belongs to a candle that was closed: it is made anew and sent again.</summary>
    private async Task CorrectAsync(TickRecord record, long open, CancellationToken cancellation)
    {
        var (candle, _) = await ReadAsync(
            record.Symbol,
            record.Partition,
            (long)record.Offset,
            open,
            open + 1,
            cancellation
        );
        if (candle is not null)
        {
            await SendAsync(record.Symbol, candle, closed: true, cancellation);
        }
    }

    private async Task<(Candle? Candle, long Through)> ReadAsync(
        string symbol,
        uint partition,
        long through,
        long startUs,
        long endUs,
        CancellationToken cancellation
    )
    {
        var range = new CandleRange(
            symbol,
            frame,
            request.Side,
            "",
            startUs,
            endUs,
            Limit: 1,
            NewestFirst: true
        );
        var read = await store.ReadAsync(range, partition, through, cancellation);
        return (read.Candles.Count == 0 ? null : read.Candles.Values.Last(), read.Through);
    }

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

    private sealed class Current
    {
        public Candle? Candle { get; set; }

        public bool IsChanged { get; set; }

        public bool IsClosed { get; set; }

        /// <summary>The first candle holds everything up to this offset.</summary>
        public long Through { get; init; }
    }
}
