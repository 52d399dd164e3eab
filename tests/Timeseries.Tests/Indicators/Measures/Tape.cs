using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Indicators.Measures;

/// <summary>A tick as a test wrote it.</summary>
internal sealed record Written(
    long TimeUs,
    double Bid,
    double Ask,
    double Last,
    ulong Volume,
    string Broker = ""
)
{
    public bool IsTrade => Last > 0 && Volume > 0;
}

/// <summary>Ticks made and written for the tests of measures.</summary>
internal static class Tape
{
    /// <summary>By rising time; some at the same time, some without a trade.</summary>
    public static List<Written> Random(int seed, int count, long startUs, long stepUsMax)
    {
        var random = new Random(seed);
        var ticks = new List<Written>();
        var (time, price, broker) = (startUs, 100.0, "one");
        for (var i = 0; i < count; i++)
        {
            // Ticks of one time are of one broker: each broker's are a record of its own, and records decide ties.
            if (random.Next(5) != 0)
            {
                time += random.NextInt64(1, stepUsMax);
                broker = random.Next(3) == 0 ? "two" : "one";
            }
            price += Math.Round(random.NextDouble() - 0.5, 2) / 4;
            var bid = Math.Round(price - 0.02, 2);
            var ask = Math.Round(price + 0.02, 2);
            var last = random.Next(3) == 0 ? 0 : Math.Round(price + (random.Next(-2, 3) * 0.01), 2);
            ticks.Add(new Written(time, bid, ask, last, (ulong)random.Next(4) * 10, broker));
        }
        return ticks;
    }

    public static async Task WriteAsync(
        TimeseriesService.TimeseriesServiceClient client,
        Metadata headers,
        string symbol,
        IReadOnlyList<Written> ticks
    )
    {
        foreach (var chunk in ticks.Chunk(8_000))
        {
            var batch = new TickBatch { Symbols = { symbol } };
            batch.Brokers.AddRange(chunk.Select(tick => tick.Broker).Distinct());
            batch.TimeUs.AddRange(chunk.Select(tick => tick.TimeUs));
            batch.Bid.AddRange(chunk.Select(tick => tick.Bid));
            batch.Ask.AddRange(chunk.Select(tick => tick.Ask));
            batch.Last.AddRange(chunk.Select(tick => tick.Last));
            batch.Volume.AddRange(chunk.Select(tick => tick.Volume));
            batch.BrokerIndex.AddRange(
                chunk.Select(tick => (uint)batch.Brokers.IndexOf(tick.Broker))
            );
            var answer = await client.WriteTickBatchAsync(
                new WriteTickBatchRequest { Batch = batch },
                headers
            );
            answer.AcceptedRows.ShouldBe((uint)chunk.Length);
        }
    }
}
