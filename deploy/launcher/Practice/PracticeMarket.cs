namespace Platform.Launcher.Practice;

/// <summary>
/// A market that never ends. The same seed and start give the same ticks, whatever the speed of the
/// machine: time passes in steps of fixed length, and only the caller knows what the clock says.
/// </summary>
internal sealed class PracticeMarket
{
    public static readonly TimeSpan StepLength = TimeSpan.FromMilliseconds(10);

    private const double AfterHours = 0.15;
    private readonly SymbolMarket[] _markets;
    private readonly double _rateOfOne;
    private readonly bool _realHours;

    /// <param name="instruments">The symbols that trade.</param>
    /// <param name="seed">All chance comes from it.</param>
    /// <param name="rate">Ticks a second of all symbols together in busy, burst-free hours.</param>
    /// <param name="start">The first step's time.</param>
    /// <param name="realHours">Whether a closed market is silent; else it trades thinly, so that there is always something to see.</param>
    public PracticeMarket(
        IReadOnlyList<Instrument> instruments,
        int seed,
        double rate,
        DateTimeOffset start,
        bool realHours
    )
    {
        Instruments = instruments;
        Now = start;
        _realHours = realHours;
        _rateOfOne = rate / instruments.Sum(instrument => instrument.Activity);
        _markets =
        [
            .. instruments.Select(
                (one, index) => new SymbolMarket(index, one, Seed(seed, one.Symbol))
            ),
        ];
    }

    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>Up to where ticks were made.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Makes the ticks of one step and adds them, in order of time.</summary>
    public void Step(List<PracticeTick> ticks)
    {
        var first = ticks.Count;
        for (var i = 0; i < _markets.Length; i++)
        {
            var instrument = Instruments[i];
            var activity = Sessions.Activity(instrument.Class, Now);
            if (!_realHours)
                activity = Math.Max(activity, AfterHours);
            _markets[i]
                .Step(
                    Now,
                    StepLength.TotalSeconds,
                    _rateOfOne * instrument.Activity,
                    activity,
                    ticks
                );
        }
        ticks.Sort(first, ticks.Count - first, ByTime);
        Now += StepLength;
    }

    private static readonly Comparer<PracticeTick> ByTime = Comparer<PracticeTick>.Create(
        (a, b) =>
            a.TimeUs != b.TimeUs
                ? a.TimeUs.CompareTo(b.TimeUs)
                : a.Instrument.CompareTo(b.Instrument)
    );

    // string.GetHashCode differs from run to run.
    private static int Seed(int seed, string symbol) =>
        symbol.Aggregate(seed, (hash, letter) => unchecked(hash * 31 + letter));
}
