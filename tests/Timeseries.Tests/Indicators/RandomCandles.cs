using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>Candles as nasty as they come: jumps, flat runs, silence without volume, prices from a cent to millions.</summary>
internal static class RandomCandles
{
    public static Bar[] Of(int seed, int count)
    {
        var random = new Random(seed);
        var price = Math.Exp((random.NextDouble() * 18) - 4);
        var bars = new Bar[count];
        for (var i = 0; i < count; i++)
        {
            var isFlat = random.Next(100) < seed % 5 * 20;
            var open = price;
            if (!isFlat)
            {
                price *= Math.Exp((random.NextDouble() - 0.5) * (random.Next(50) == 0 ? 1 : 0.02));
            }
            var wick = isFlat ? 0 : random.NextDouble() * 0.01 * price;
            bars[i] = new Bar(
                i * 60_000_000L,
                open,
                Math.Max(open, price) + wick,
                Math.Min(open, price) - wick,
                price,
                random.Next(4) == 0 ? 0 : Math.Floor(Math.Exp(random.NextDouble() * 20))
            );
        }
        return bars;
    }
}
