using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Measures;
using Platform.Timeseries.Indicators.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>Which sessions are not asked for when sets of sessions are computed.</summary>
public class KnownCandlesTests
{
    private const long Hour = 3_600_000_000;
    private const long Day = 24 * Hour;

    // The epoch's first Monday.
    private const long Monday = 4 * Day;

    [Theory]
    [InlineData(Timeframe._1M)]
    [InlineData(Timeframe._1H)]
    [InlineData(Timeframe._1D)]
    [InlineData(Timeframe._1W)]
    public void A_session_is_left_out_when_it_is_known_to_have_no_candle(Timeframe timeframe)
    {
        var frame = Frame.Of(timeframe);
        var random = new Random(1);
        var (left, kept) = (0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var startUs = Monday + (random.Next(20) * frame.LengthUs);
            var endUs = startUs + (20 * frame.LengthUs);
            var opens = Enumerable
                .Range(0, 20)
                .Where(_ => random.Next(10) == 0)
                .Select(one => startUs + (one * frame.LengthUs))
                .ToList();
            var openUs =
                startUs + (long)(random.NextDouble() * 22 * frame.LengthUs) - frame.LengthUs;
            var closeUs = openUs + 1 + (long)(random.NextDouble() * 3 * frame.LengthUs);
            var isInside = openUs >= startUs && closeUs <= endUs;
            var hasCandle = opens.Exists(one => one < closeUs && one + frame.LengthUs > openUs);

            var mayHave = new KnownCandles(frame, startUs, endUs, opens).MayHaveTicks(
                new SessionOccurrence("any", openUs, closeUs)
            );

            mayHave.ShouldBe(!isInside || hasCandle);
            _ = mayHave ? kept++ : left++;
        }
        left.ShouldBeGreaterThan(100);
        kept.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Of_the_standard_sessions_of_ten_thousand_weeks_those_of_the_weeks_with_a_candle_remain()
    {
        var frame = Frame.Of(Timeframe._1W);
        var endUs = Monday + (10_000 * frame.LengthUs);
        List<long> opens = [endUs - (2 * frame.LengthUs), endUs - frame.LengthUs];
        var sessions = SessionCalendar.Standard([], Monday, endUs, null, int.MaxValue);
        sessions.Count.ShouldBeGreaterThan(190_000);

        var candles = new KnownCandles(frame, long.MinValue, endUs, opens);

        // Four a day on five days of two weeks, and one that goes on after what is known.
        sessions.Count(candles.MayHaveTicks).ShouldBe(41);
    }
}
