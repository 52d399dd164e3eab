using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Candles;

[Collection("rollup suite")]
public class GapTests(RollupSuite suite)
{
    private const long Second = TickLedger.Second;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;

    // A Monday, midnight UTC.
    private const long Monday = 1_715_558_400_000_000;

    private readonly TickLedger _ledger = new(
        new TimeseriesService.TimeseriesServiceClient(suite.OpenGateway()),
        suite.KeyHeaders,
        $"G{Guid.NewGuid():N}"[..20]
    );

    [Fact]
    public async Task Gaps_are_filled_flat_from_the_close_before_also_across_pages_and_before_the_first_found()
    {
        await _ledger.WriteAsync([Quote(Monday, 1), Quote(Monday + Second, 2)]);
        await _ledger.WriteAsync([Quote(Monday + (4 * Minute), 5)]);

        var whole = await ReadAsync(Timeframe._1M, Monday, Monday + (7 * Minute), pageSize: 2);
        whole.OpenTimeUs.ShouldBe(Enumerable.Range(0, 7).Select(i => Monday + (i * Minute)));
        whole.Open.ShouldBe([1, 2, 2, 2, 5, 5, 5]);
        whole.Close.ShouldBe([2, 2, 2, 2, 5, 5, 5]);
        whole.High.ShouldBe([2, 2, 2, 2, 5, 5, 5]);
        whole.TickCount.ShouldBe([2, 0, 0, 0, 1, 0, 0]);
        whole.Volume.ShouldBe([2, 0, 0, 0, 1, 0, 0]);
        whole.SpreadMax.ShouldBe([1, 0, 0, 0, 1, 0, 0]);
        whole.SpreadMean.ShouldBe([1, 0, 0, 0, 1, 0, 0]);

        var inside = await ReadAsync(Timeframe._1M, Monday + Minute, Monday + (3 * Minute));
        inside.Close.ShouldBe([2, 2]);
        var before = await ReadAsync(Timeframe._1M, Monday - (3 * Minute), Monday + Minute);
        before.OpenTimeUs.ShouldBe([Monday]);
    }

    [Fact]
    public async Task Flat_candles_end_with_the_last_one_that_is_over()
    {
        var written = NowUs() - (3 * Hour);
        await _ledger.WriteAsync([Quote(written, 1)]);
        CandleBatch closed;
        CandleBatch open;
        long hour;
        do
        {
            // Once more when an hour ended in between: the two would then not be of one time.
            hour = NowUs() / Hour;
            closed = await ReadAsync(Timeframe._1H, 0, 0);
            open = await ReadAsync(Timeframe._1H, 0, 0, change: r => r.IncludeOpen = true);
        } while (NowUs() / Hour != hour);
        var flat = Enumerable.Repeat(0ul, (int)(hour - (written / Hour)) - 1).ToList();
        closed.TickCount.ShouldBe([1, .. flat]);
        open.TickCount.ShouldBe([1, .. flat, 0]);
        open.LastIsOpen.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task Sessions_leave_out_what_is_outside_their_windows(int seconds)
    {
        // From 08:00 to 16:30, once with bounds that are no whole minutes.
        var opens = (8 * 60 * Minute) + (seconds * Second);
        var closes = (16 * 60 * Minute) + (30 * Minute) + (seconds * Second);
        await NoteSessionsAsync("london", opens, closes);
        var random = new Random(3);
        var day = 24 * 60 * Minute;
        for (var part = 0; part < 4; part++)
        {
            await _ledger.WriteAsync(
                TickLedger.Make(random, 400, Monday + (part * day), 216 * Second)
            );
            await _ledger.WriteAsync([
                Quote(Monday + (part * day) + opens - 1, 90),
                Quote(Monday + (part * day) + opens, 91),
                Quote(Monday + (part * day) + closes - 1, 92),
                Quote(Monday + (part * day) + closes, 93),
            ]);
        }
        bool IsInside(WrittenTick tick) =>
            tick.TimeUs >= Monday
            && ((tick.TimeUs - Monday) % day) + 0 >= opens
            && ((tick.TimeUs - Monday) % day) < closes;
        foreach (var timeframe in TickLedger.Timeframes)
        {
            var candles = await _ledger.ReadAsync(
                timeframe,
                PriceSide.Mid,
                request =>
                {
                    request.Session = "london";
                    request.PageSize = 5;
                }
            );
            _ledger.Check(candles, timeframe, PriceSide.Mid, IsInside);
        }
        var filled = await ReadAsync(
            Timeframe._1H,
            Monday,
            Monday + (2 * day),
            change: r => r.Session = "london"
        );
        filled.OpenTimeUs.ShouldBe(
            Enumerable
                .Range(0, 48)
                .Where(hour => hour % 24 is >= 8 and <= 16)
                .Select(hour => Monday + (hour * 60 * Minute))
        );
    }

    [Fact]
    public async Task A_session_the_symbol_does_not_have_is_refused_and_those_it_has_are_named()
    {
        await NoteSessionsAsync("tokyo", 0, 60 * Minute);
        await _ledger.WriteAsync([Quote(Monday, 1)]);
        var error = await Should.ThrowAsync<Grpc.Core.RpcException>(() =>
            _ledger.ReadAsync(Timeframe._1H, PriceSide.Bid, r => r.Session = "sidney")
        );
        error.StatusCode.ShouldBe(Grpc.Core.StatusCode.InvalidArgument);
        error.Status.Detail.ShouldContain("sidney");
        error.Status.Detail.ShouldContain("tokyo");
    }

    [Fact]
    public async Task Weeks_begin_on_Monday_and_days_at_midnight_to_the_microsecond()
    {
        await _ledger.WriteAsync([Quote(Monday - 1, 1), Quote(Monday, 2)]);
        await suite.WaitRolledUpAsync();
        const long day = 24 * 60 * Minute;
        (await _ledger.ReadAsync(Timeframe._1W, PriceSide.Bid)).OpenTimeUs.ShouldBe([
            Monday - (7 * day),
            Monday,
        ]);
        (await _ledger.ReadAsync(Timeframe._1D, PriceSide.Bid)).OpenTimeUs.ShouldBe([
            Monday - day,
            Monday,
        ]);
        (await _ledger.ReadAsync(Timeframe._1S, PriceSide.Bid)).OpenTimeUs.ShouldBe([
            Monday - Second,
            Monday,
        ]);
    }

    private static long NowUs() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;

    private static (long, double, double, double, ulong) Quote(long time, double bid) =>
        (time, bid, bid + 1, 0, 1);

    private Task<CandleBatch> ReadAsync(
        Timeframe timeframe,
        long start,
        long end,
        uint pageSize = 100,
        Action<GetCandlesRequest>? change = null
    ) =>
        _ledger.ReadAsync(
            timeframe,
            PriceSide.Bid,
            request =>
            {
                request.FillGaps = true;
                request.IncludeOpen = false;
                request.PageSize = pageSize;
                request.StartTimeUs = start;
                request.EndTimeUs = end;
                change?.Invoke(request);
            }
        );

    /// <summary>Ten days of one session a day, each noted twice, as for two timeframes.</summary>
    private async Task NoteSessionsAsync(string type, long opens, long closes)
    {
        await suite.QueryClickHouseAsync(
            """
            CREATE TABLE IF NOT EXISTS sessions_data
            (
                timestamp DateTime64(3), symbol LowCardinality(String), timeframe LowCardinality(String),
                session_type LowCardinality(String), session_open_time DateTime64(3),
                session_close_time DateTime64(3)
            )
            ENGINE = MergeTree ORDER BY (symbol, timeframe, timestamp)
            """
        );
        await suite.QueryClickHouseAsync(
            "INSERT INTO sessions_data (timestamp, symbol, timeframe, session_type, session_open_time, "
                + "session_close_time) SELECT now64(3), "
                + $"'{_ledger.Symbol}', if(number % 2 = 0, '1h', '1d'), '{type}', "
                + $"fromUnixTimestamp64Micro(toInt64({Monday + opens} + intDiv(number, 2) * 86400000000)), "
                + $"fromUnixTimestamp64Micro(toInt64({Monday + closes} + intDiv(number, 2) * 86400000000)) "
                + "FROM numbers(20)"
        );
    }
}
