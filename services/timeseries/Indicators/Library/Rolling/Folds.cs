namespace Platform.Timeseries.Indicators.Library.Rolling;

internal readonly record struct Total(double Sum) : IFold<Total>
{
    public static Total Join(in Total earlier, in Total later) => new(earlier.Sum + later.Sum);
}

/// <summary>Two totals over the same window.</summary>
internal readonly record struct TwoTotals(double First, double Second) : IFold<TwoTotals>
{
    public static TwoTotals Join(in TwoTotals earlier, in TwoTotals later) =>
        new(earlier.First + later.First, earlier.Second + later.Second);
}

/// <summary>The highest and the lowest of a window.</summary>
internal readonly record struct Extremes(double High, double Low) : IFold<Extremes>
{
    public double Middle => (High + Low) / 2;

    public static Extremes Join(in Extremes earlier, in Extremes later) =>
        new(Math.Max(earlier.High, later.High), Math.Min(earlier.Low, later.Low));

    /// <summary>Where a price lies between them, 0 to 100; 50 when they are equal.</summary>
    public double PlaceOf(double price) => High > Low ? 100 * (price - Low) / (High - Low) : 50;
}

/// <summary>Count, mean and sum of squared deviations from it, joined by the formula of Chan, Golub and LeVeque.</summary>
internal readonly record struct Moments(double Count, double Mean, double Squares) : IFold<Moments>
{
    public double PopulationDeviation => Math.Sqrt(Squares / Count);

    public double SampleDeviation => Math.Sqrt(Squares / (Count - 1));

    public static Moments Of(double value) => new(1, value, 0);

    public static Moments Join(in Moments earlier, in Moments later)
    {
        var count = earlier.Count + later.Count;
        var apart = later.Mean - earlier.Mean;
        return new Moments(
            count,
            earlier.Mean + (apart * later.Count / count),
            earlier.Squares + later.Squares + (apart * apart * earlier.Count * later.Count / count)
        );
    }
}

/// <summary>The same of two series, with the sum of the products of their deviations.</summary>
internal readonly record struct PairMoments(
    double Count,
    double MeanX,
    double MeanY,
    double SquaresX,
    double SquaresY,
    double Products
) : IFold<PairMoments>
{
    /// <summary>Pearson's r, in [-1, 1]; 0 when a series does not move.</summary>
    public double Correlation
    {
        get
        {
            var spread = Math.Sqrt(SquaresX) * Math.Sqrt(SquaresY);
            return spread > 0 ? Math.Clamp(Products / spread, -1, 1) : 0;
        }
    }

    public static PairMoments Of(double x, double y) => new(1, x, y, 0, 0, 0);

    public static PairMoments Join(in PairMoments earlier, in PairMoments later)
    {
        var count = earlier.Count + later.Count;
        var weight = earlier.Count * later.Count / count;
        var apartX = later.MeanX - earlier.MeanX;
        var apartY = later.MeanY - earlier.MeanY;
        return new PairMoments(
            count,
            earlier.MeanX + (apartX * later.Count / count),
            earlier.MeanY + (apartY * later.Count / count),
            earlier.SquaresX + later.SquaresX + (apartX * apartX * weight),
            earlier.SquaresY + later.SquaresY + (apartY * apartY * weight),
            earlier.Products + later.Products + (apartX * apartY * weight)
        );
    }
}
