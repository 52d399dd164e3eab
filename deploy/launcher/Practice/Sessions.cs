namespace Platform.Launcher.Practice;

/// <summary>How busy a market is at a time: 0 closed, 1 its busiest hours. All times UTC.</summary>
internal static class Sessions
{
    private const double Thin = 0.25;
    private const double Asia = 0.4;
    private const double London = 0.8;

    public static double Activity(AssetClass market, DateTimeOffset time) =>
        market switch
        {
            AssetClass.Fx => Fx(time),
            AssetClass.Equity => Equity(time),
            _ => Crypto(time),
        };

    /// <summary>The hours in which most of its trade is done.</summary>
    public static bool IsPrimary(AssetClass market, DateTimeOffset time) =>
        market switch
        {
            AssetClass.Fx => Fx(time) >= London,
            AssetClass.Equity => Equity(time) > 0,
            _ => true,
        };

    /// <summary>Sunday 22:00 to Friday 22:00; Asia, then London, then New York beside it.</summary>
    private static double Fx(DateTimeOffset time)
    {
        var hour = time.UtcDateTime.TimeOfDay.TotalHours;
        var closed = time.DayOfWeek switch
        {
            DayOfWeek.Saturday => true,
            DayOfWeek.Sunday => hour < 22,
            DayOfWeek.Friday => hour >= 22,
            _ => false,
        };
        return closed
            ? 0
            : hour switch
            {
                < 7 => Asia,
                < 12 => London,
                < 16 => 1,
                < 21 => London,
                _ => Thin,
            };
    }

    /// <summary>Monday to Friday 14:30 to 21:00 (New York's day in winter), busiest at both ends.</summary>
    private static double Equity(DateTimeOffset time)
    {
        var hour = time.UtcDateTime.TimeOfDay.TotalHours;
        if (time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || hour is < 14.5 or >= 21)
            return 0;
        return hour is < 15.5 or >= 20 ? 1 : 0.6;
    }

    private static double Crypto(DateTimeOffset time) =>
        time.UtcDateTime.Hour is >= 13 and < 22 ? 1 : 0.6;
}
