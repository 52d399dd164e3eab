namespace Platform.Launcher.Practice;

/// <summary>One tick the practice market made.</summary>
internal readonly record struct PracticeTick(
    int Instrument,
    long TimeUs,
    double Bid,
    double Ask,
    double Last,
    ulong Volume,
    bool PrimarySession
);

/// <summary>
/// One symbol's life: a price that wanders, with calm and busy stretches, silences that end in a jump,
/// and a spread that widens when it is thin or wild. All chance comes from its own seed.
/// </summary>
internal sealed class SymbolMarket(int index, Instrument instrument, int seed)
{
    private const double SecondsPerDay = 86_400;

    /// <summary>Mean time between two bursts, between two silences, and how long they last; seconds.</summary>
    private const double BurstEvery = 45;
    private const double BurstLasts = 3;
    private const double SilenceEvery = 240;
    private const double SilenceLasts = 6;
    private const double BurstActivity = 8;
    private const double BurstVolatility = 3;
    private const double TradeShare = 0.3;

    // One source of chance a symbol: leaving a symbol out does not change the others.
    private readonly Random _chance = new(seed);
    private double _mid = instrument.Price;
    private double _burstLeft;
    private double _silenceLeft;

    /// <summary>Lets time pass and adds the ticks of it. <paramref name="rate"/> is ticks a second when fully busy.</summary>
    public void Step(
        DateTimeOffset start,
        double seconds,
        double rate,
        double activity,
        List<PracticeTick> ticks
    )
    {
        var burst = Pass(ref _burstLeft, seconds, BurstEvery, BurstLasts);
        var wasSilent = _silenceLeft > 0;
        var silent = Pass(ref _silenceLeft, seconds, SilenceEvery, SilenceLasts);
        if (wasSilent && !silent)
            Wander(SilenceLasts * BurstVolatility);
        if (silent || activity == 0)
            return;

        var expected = rate * activity * seconds * (burst ? BurstActivity : 1);
        var count = Poisson(expected);
        for (var n = 0; n < count; n++)
        {
            Wander(seconds / count * (burst ? BurstVolatility * BurstVolatility : 1));
            var at = start.AddSeconds(seconds * (n + _chance.NextDouble()) / count);
            ticks.Add(Quote(at, activity, burst));
        }
    }

    private PracticeTick Quote(DateTimeOffset at, double activity, bool burst)
    {
        // Thin hours and bursts widen the spread; a little noise keeps it from being a constant.
        var width = instrument.SpreadTicks * (0.7 + 0.3 / activity) * (burst ? 1.8 : 1);
        var steps = Math.Max(1, Math.Round(width * (0.75 + 0.5 * _chance.NextDouble())));
        var bidSteps = Math.Round(_mid / instrument.TickSize - steps / 2);
        var bid = Price(bidSteps);
        var ask = Price(bidSteps + steps);
        var traded = instrument.Class != AssetClass.Fx && _chance.NextDouble() < TradeShare;
        var last =
            !traded ? 0
            : _chance.Next(2) == 0 ? bid
            : ask;
        var volume = traded ? (ulong)Math.Ceiling(-Math.Log(1 - _chance.NextDouble()) * 100) : 0;
        return new PracticeTick(
            index,
            (at.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
            bid,
            ask,
            last,
            volume,
            Sessions.IsPrimary(instrument.Class, at)
        );
    }

    /// <summary>Whole steps in decimal: 1.085 stays 1.085 and not 1.0850000000000002.</summary>
    private double Price(double steps) => (double)((decimal)steps * (decimal)instrument.TickSize);

    private void Wander(double seconds)
    {
        var deviation = instrument.DayVolatility * Math.Sqrt(seconds / SecondsPerDay);
        // A weak pull home keeps a market that runs for months near prices one knows.
        var home = 1e-6 * seconds * Math.Log(instrument.Price / _mid);
        _mid *= Math.Exp(home + deviation * Normal());
    }

    /// <summary>Whether a state that comes by chance holds now.</summary>
    private bool Pass(ref double left, double seconds, double every, double lasts)
    {
        if (left > 0)
            left -= seconds;
        else if (_chance.NextDouble() < seconds / every)
            left = -Math.Log(1 - _chance.NextDouble()) * lasts;
        return left > 0;
    }

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _chance.NextDouble()))
        * Math.Cos(2 * Math.PI * _chance.NextDouble());

    private int Poisson(double mean)
    {
        // Large means: the normal approximation, whose error nobody sees in a demo.
        if (mean > 30)
            return (int)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = _chance.NextDouble(); product > limit; product *= _chance.NextDouble())
            count++;
        return count;
    }
}
