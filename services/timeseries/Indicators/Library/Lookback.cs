namespace Platform.Timeseries.Indicators.Library;

/// <summary>From where on a row is the same whatever came before.</summary>
internal enum LookbackKind
{
    /// <summary>A number of candles before the row.</summary>
    Candles,

    /// <summary>The start of the row's session.</summary>
    Session,

    /// <summary>The first candle there is: the value is a running total.</summary>
    Everything,
}

/// <summary>
/// How much history a row needs, so that a computation over a range can start before it and be right in it.
/// For a recursive mean, whose memory has no end, the candles after which what came before weighs less than 1e-15.
/// </summary>
internal readonly record struct Lookback(LookbackKind Kind, int Candles)
{
    private static readonly double WeightLog = Math.Log(1e-15);

    public static Lookback Everything { get; } = new(LookbackKind.Everything, 0);

    public static Lookback Session { get; } = new(LookbackKind.Session, 0);

    public static Lookback Of(int candles) => new(LookbackKind.Candles, candles);

    /// <summary>Candles until a recursive mean has forgotten its seed.</summary>
    /// <param name="alpha">The weight of the newest value.</param>
    public static int Forgetting(double alpha) =>
        alpha >= 1 ? 0 : (int)Math.Ceiling(WeightLog / Math.Log(1 - alpha));
}
