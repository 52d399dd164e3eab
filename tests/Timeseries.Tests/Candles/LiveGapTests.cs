using System.Collections.Concurrent;
using System.Globalization;
using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

/// <summary>What a subscription sent last of each candle is what GetCandles gives: gaps, sessions, late ticks.</summary>
[Collection("rollup suite")]
public sealed class LiveGapTests(RollupSuite suite) : IDisposable
{
    private const long Second = TickLedger.Second;
    private const long Minute = 60 * Second;
    private const long Day = 1_440 * Minute;

    // A Monday, midnight UTC.
    private const long Monday = 1_715_558_400_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TimeseriesService.TimeseriesServiceClient _client = new(suite.OpenGateway());
    private readonly TickLedger _ledger = new(
        new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway()),
        suite.KeyHeaders,
        $"L{Guid.NewGuid():N}"[..20]
    );
    private readonly ConcurrentDictionary<long, (string Row, bool Closed)> _sent = new();
    private readonly CancellationTokenSource _ending = new();

    public void Dispose() => _ending.Dispose();

    [Theory]
    [InlineData(Timeframe._1M, "", true)]
    [InlineData(Timeframe._1H, "", false)]
    [InlineData(Timeframe._1M, "london", true)]
    [InlineData(Timeframe._15M, "london", false)]
    [InlineData(Timeframe._1D, "", true)]
    [InlineData(Timeframe._1D, "london", true)]
    public async Task What_was_sent_last_of_each_candle_is_what_is_read(
        Timeframe timeframe,
        string session,
        bool fillGaps
    )
    {
        if (session.Length > 0)
        {
            // Bounds that are no whole minutes.
            await NoteSessionsAsync(
                session,
                (8 * 60 * Minute) + (7 * Second),
                16 * 60 * Minute,
                10
            );
        }
        var random = new Random(7);
        await _ledger.WriteAsync(TickLedger.Make(random, 20, Monday + (10 * 60 * Minute), Minute));
        using var call = Subscribe(timeframe, session, fillGaps);
        var following = FollowAsync(call);
        await UntilAsync(following, () => !_sent.IsEmpty);
        // It begins with the newest candle there is; those before it come only when late ticks change them.
        var begin = TickLedger.OpenOf(_ledger.Ticks.Max(tick => tick.TimeUs), timeframe);

        // Two days, some of it late, and gaps of minutes and of a night.
        for (var part = 0; part < 12; part++)
        {
            var start =
                Monday + (10 * 60 * Minute) + (part * 200 * Minute) + (part % 3 * 7 * Second);
            await _ledger.WriteAsync(
                TickLedger.Make(random, 30, start, (part % 4 + 1) * 17 * Second)
            );
        }
        // Late: into what was a gap, and before the newest.
        await _ledger.WriteAsync([
            (Monday + (11 * 60 * Minute) + (45 * Second), 90, 91, 0, 3),
            (Monday + (36 * 60 * Minute), 95, 96, 0, 2),
        ]);

        await UntilEqualAsync(following, timeframe, session, fillGaps, begin);
        await EndAsync(following);
        if (fillGaps)
        {
            _sent.Values.ShouldContain(one => IsFlat(one.Row));
        }
    }

    [Fact]
    public async Task Flat_candles_come_as_the_clock_goes_on()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;
        await _ledger.WriteAsync([(now - (3 * Second), 5, 6, 0, 1)]);
        using var call = Subscribe(Timeframe._1S, "", fillGaps: true);
        var following = FollowAsync(call);

        await UntilAsync(following, () => _sent.Count >= 7);

        await EndAsync(following);
        var opens = _sent.Keys.Order().ToList();
        opens.ShouldBe(Enumerable.Range(0, opens.Count).Select(i => opens[0] + (i * Second)));
        opens
            .Skip(1)
            .ShouldAllBe(open => _sent[open].Row.EndsWith("5 5 5 5 0 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gap_longer_than_allowed_is_left_out_and_the_next_is_filled()
    {
        await _ledger.WriteAsync([(Monday, 1, 2, 0, 1)]);
        using var call = Subscribe(Timeframe._1S, "", fillGaps: true);
        var following = FollowAsync(call);
        await UntilAsync(following, () => !_sent.IsEmpty);

        await _ledger.WriteAsync([(Monday + Day, 2, 3, 0, 1)]);
        await _ledger.WriteAsync([(Monday + Day + (5 * Second), 3, 4, 0, 1)]);
        await UntilAsync(following, () => _sent.ContainsKey(Monday + Day + (5 * Second)));

        await EndAsync(following);
        _sent
            .Keys.Order()
            .ShouldBe([Monday, .. Enumerable.Range(0, 6).Select(i => Monday + Day + (i * Second))]);
    }

    [Fact]
    public async Task A_session_the_symbol_does_not_have_is_refused()
    {
        using var call = Subscribe(Timeframe._1H, "sidney", fillGaps: false);
        var error = await Should.ThrowAsync<RpcException>(() => call.ResponseStream.MoveNext());
        error.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("sidney");
    }

    private AsyncServerStreamingCall<SubscribeCandlesResponse> Subscribe(
        Timeframe timeframe,
        string session,
        bool fillGaps
    ) =>
        _client.SubscribeCandles(
            new SubscribeCandlesRequest
            {
                Symbols = { _ledger.Symbol },
                Timeframe = timeframe,
                UpdateMs = 20,
                Session = session,
                FillGaps = fillGaps,
            },
            suite.KeyHeaders,
            cancellationToken: _ending.Token
        );

    private async Task FollowAsync(AsyncServerStreamingCall<SubscribeCandlesResponse> call)
    {
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            if (response.Candle is { OpenTimeUs.Count: > 0 } candle)
            {
                _sent[candle.OpenTimeUs[0]] = (RowOf(candle, 0), response.Closed);
            }
        }
    }

    private async Task EndAsync(Task following)
    {
        await ThrowIfEndedAsync(following);
        await _ending.CancelAsync();
        // From here on the end is the client's own: CANCELLED, or UNAVAILABLE when it cut a message that was arriving.
        await Should.ThrowAsync<RpcException>(() => following);
    }

    private async Task UntilEqualAsync(
        Task following,
        Timeframe timeframe,
        string session,
        bool fillGaps,
        long begin
    )
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            await ThrowIfEndedAsync(following);
            var read = await _ledger.ReadAsync(
                timeframe,
                PriceSide.Bid,
                request =>
                {
                    request.Session = session;
                    request.FillGaps = fillGaps;
                    request.IncludeOpen = false;
                    request.StartTimeUs = Monday;
                    request.EndTimeUs = _ledger.Ticks.Max(tick => tick.TimeUs) + 1;
                }
            );
            var rows = Enumerable
                .Range(0, read.OpenTimeUs.Count)
                .ToDictionary(i => read.OpenTimeUs[i], i => RowOf(read, i));
            // The newest of all that was written, not of what has been sent so far.
            var newest = rows.Where(one => !IsFlat(one.Value)).Max(one => one.Key);
            var expected = rows.Where(one => one.Key <= newest).ToDictionary();
            var wrong = expected
                .Where(one => _sent.TryGetValue(one.Key, out var sent) && sent.Row != one.Value)
                .Select(one => one.Key)
                .ToList();
            var missing = expected
                .Keys.Where(one => !_sent.ContainsKey(one) && one >= begin)
                .ToList();
            var extra = _sent
                .Keys.Where(one => !expected.ContainsKey(one) && one >= Monday && one <= newest)
                .ToList();
            if (wrong.Count + missing.Count + extra.Count == 0 && expected.Count > 1)
            {
                return;
            }
            if (DateTime.UtcNow > deadline)
            {
                var where = string.Join(
                    '\n',
                    wrong.Take(3).Select(one => $"{one}: {_sent[one].Row}, read {expected[one]}")
                );
                Assert.Fail(
                    $"wrong {wrong.Count}, missing {missing.Count} ({string.Join(' ', missing.Take(3))}), extra {extra.Count} ({string.Join(' ', extra.Take(3))}) of {expected.Count}\n{where}"
                );
            }
            await Task.Delay(50);
        }
    }

    private async Task UntilAsync(Task following, Func<bool> isReached)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!isReached())
        {
            await ThrowIfEndedAsync(following);
            if (DateTime.UtcNow > deadline)
            {
                var last = _sent.OrderBy(one => one.Key).TakeLast(3).Select(one => one.Value.Row);
                Assert.Fail(
                    $"only {_sent.Count} candles came, the last: {string.Join("; ", last)}"
                );
            }
            await Task.Delay(20);
        }
    }

    /// <summary>What is waited for will not come once the subscription ended: that is said then.</summary>
    private static Task ThrowIfEndedAsync(Task following) =>
        following.IsCompleted ? following : Task.CompletedTask;

    private static bool IsFlat(string row) => row.EndsWith(" 0", StringComparison.Ordinal);

    private static string RowOf(CandleBatch batch, int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{batch.OpenTimeUs[i]} {batch.Open[i]} {batch.High[i]} {batch.Low[i]} {batch.Close[i]} {batch.Volume[i]} {batch.TickCount[i]}"
        );

    private async Task NoteSessionsAsync(string type, long opens, long closes, int days)
    {
        await suite.QueryClickHouseAsync(
            "INSERT INTO sessions_data (timestamp, symbol, timeframe, session_type, session_open_time, "
                + $"session_close_time) SELECT now64(3), '{_ledger.Symbol}', '1h', '{type}', "
                + $"fromUnixTimestamp64Micro(toInt64({Monday + opens} + number * {Day})), "
                + $"fromUnixTimestamp64Micro(toInt64({Monday + closes} + number * {Day})) "
                + $"FROM numbers({days})"
        );
    }
}
