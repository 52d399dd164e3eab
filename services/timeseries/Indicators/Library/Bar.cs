namespace Platform.Timeseries.Indicators.Library;

/// <summary>A closed candle as indicators see it. Prices in the symbol's quote unit, volume in its own, time in microseconds since the epoch.</summary>
internal readonly record struct Bar(
    long OpenTimeUs,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume
)
{
    public double Median => (High + Low) / 2;

    public double Typical => (High + Low + Close) / 3;

    /// <summary>Every number is finite; a sum of them that overflows counts as not finite, no market has such prices.</summary>
    public bool IsFinite => double.IsFinite(Open + High + Low + Close + Volume);
}
