using Platform.Timeseries.Indicators.Library.Rolling;
using Platform.Timeseries.Indicators.Library.Volatility;

namespace Platform.Timeseries.Indicators.Library.Market;

/// <summary>A trading session that recurs on weekdays.</summary>
/// <param name="Name">As in the ticks' primary_session.</param>
/// <param name="OpenMinute">Minutes after midnight UTC, 0 to 1,439.</param>
/// <param name="CloseMinute">The same; at or below the open it closes on the day after.</param>
internal sealed record SessionWindow(string Name, int OpenMinute, int CloseMinute)
{
    private const long MinuteUs = 60_000_000;
    private const int DayMinutes = 1_440;

    /// <summary>The four sessions of the currency market as usually quoted, without daylight saving.</summary>
    public static IReadOnlyList<SessionWindow> Standard { get; } =
    [
        new("Sydney", 22 * 60, 7 * 60),
        new("Tokyo", 0, 9 * 60),
        new("London", 8 * 60, 17 * 60),
        new("NewYork", 13 * 60, 22 * 60),
    ];

    public int LengthMinutes =>
        CloseMinute > OpenMinute ? CloseMinute - OpenMinute : CloseMinute + DayMinutes - OpenMinute;

    /// <summary>
    /// When the session that is open at a time opened; null: it is closed. A session belongs to the day it closes on, so that Monday's
    /// Sydney opens on Sunday evening, and those that would close on a Saturday or Sunday are not held.
    /// </summary>
    public long? OpenedAt(long timeUs)
    {
        var minute = FloorDivide(timeUs, MinuteUs);
        var day = FloorDivide(minute - OpenMinute, DayMinutes);
        var opened = (day * DayMinutes) + OpenMinute;
        if (minute >= opened + LengthMinutes)
        {
            return null;
        }
        // The epoch was a Thursday: day 0 of the week is a Monday.
        var closes = FloorDivide(opened + LengthMinutes - 1, DayMinutes);
        var weekday = (((closes + 3) % 7) + 7) % 7;
        return weekday < 5 ? opened * MinuteUs : null;
    }

    /// <summary>The next time at or after this one at which the session opens.</summary>
    public long NextOpen(long timeUs)
    {
        var dayUs = DayMinutes * MinuteUs;
        var open = OpenMinute * MinuteUs;
        var next = (FloorDivide(timeUs - open + dayUs - 1, dayUs) * dayUs) + open;
        while (OpenedAt(next) is null)
        {
            next += dayUs;
        }
        return next;
    }

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}

/// <summary>Price, volume, volatility and spread of one session, tick by tick.</summary>
internal sealed class SessionTotals
{
    private Moments _returns;
    private double _money;
    private double _spreads;

    public double Open { get; private set; }

    public double High { get; private set; }

    public double Low { get; private set; }

    public double Close { get; private set; }

    public ulong Volume { get; private set; }

    public ulong Ticks { get; private set; }

    public double SpreadMin { get; private set; }

    public double SpreadMax { get; private set; }

    public double Range => High - Low;

    /// <summary>Σ price × volume / Σ volume; the last price while there is no volume.</summary>
    public double Vwap => Volume > 0 ? _money / Volume : Close;

    /// <summary>Sample standard deviation of the returns from tick to tick; 0 with fewer than two.</summary>
    public double Volatility => _returns.Count >= 2 ? _returns.SampleDeviation : 0;

    /// <summary>0 without a tick.</summary>
    public double SpreadMean => Ticks > 0 ? _spreads / Ticks : 0;

    public void Add(double price, ulong volume, double spread)
    {
        if (Ticks == 0)
        {
            (Open, High, Low) = (price, price, price);
            (SpreadMin, SpreadMax) = (spread, spread);
        }
        else
        {
            var change = Moments.Of(Returns.Of(Close, price));
            _returns = _returns.Count == 0 ? change : Moments.Join(_returns, change);
        }
        High = Math.Max(High, price);
        Low = Math.Min(Low, price);
        Close = price;
        SpreadMin = Math.Min(SpreadMin, spread);
        SpreadMax = Math.Max(SpreadMax, spread);
        _spreads += spread;
        Volume += volume;
        _money += price * volume;
        Ticks++;
    }
}
