using Google.Protobuf;
using Platform.Timeseries.V1;

namespace Platform.Benchmarks.Load;

/// <summary>
/// Quotes made from a fixed seed, as encoded WriteTicks requests: a random walk for each of sixteen symbols, with volume,
/// broker and account type, so that every column of the table has something in it.
/// </summary>
internal static class TickTape
{
    public const int SweetSpotRows = 2_048;
    public const string Broker = "bench";
    private const int Seed = 7;
    public const long FirstTimeUs = 1_700_000_000_000_000;
    public const long StepUs = 977;

    public static readonly string[] Symbols =
    [
        "EURUSD",
        "GBPUSD",
        "USDJPY",
        "AUDUSD",
        "USDCHF",
        "USDCAD",
        "NZDUSD",
        "EURGBP",
        "EURJPY",
        "XAUUSD",
        "XAGUSD",
        "BTCUSD",
        "ETHUSD",
        "AAPL",
        "IBM",
        "SPY",
    ];

    /// <summary>Requests of one symbol each, the symbols taking turns.</summary>
    public static byte[][] OneSymbolEach(
        int batches,
        int rows = SweetSpotRows,
        long stepUs = StepUs,
        long firstTimeUs = FirstTimeUs
    )
    {
        var random = new Random(Seed);
        var encoded = new byte[batches][];
        for (var i = 0; i < batches; i++)
        {
            var symbol = i % Symbols.Length;
            var batch = NewBatch();
            batch.Symbols.Add(Symbols[symbol]);
            AddRows(
                batch,
                rows,
                firstTimeUs + ((long)i * rows * stepUs),
                stepUs,
                1 + symbol,
                random
            );
            encoded[i] = new WriteTicksRequest { Batch = batch }.ToByteArray();
        }
        return encoded;
    }

    /// <summary><see cref="OneSymbolEach"/>, every stretch of so many batches later than the one before.</summary>
    public static byte[][] Stretch(int stretch, int batches) =>
        OneSymbolEach(
            batches,
            firstTimeUs: FirstTimeUs + ((long)stretch * batches * SweetSpotRows * StepUs)
        );

    /// <summary>Requests in which all symbols take turns row by row: the most a splitter can be asked for.</summary>
    public static byte[][] AllSymbolsEach(int batches, int rows = SweetSpotRows)
    {
        var random = new Random(Seed);
        var encoded = new byte[batches][];
        for (var i = 0; i < batches; i++)
        {
            var batch = NewBatch();
            batch.Symbols.AddRange(Symbols);
            AddRows(batch, rows, FirstTimeUs + ((long)i * rows * StepUs), StepUs, 1, random);
            for (var row = 0; row < rows; row++)
            {
                batch.SymbolIndex.Add((uint)(row % Symbols.Length));
            }
            encoded[i] = new WriteTicksRequest { Batch = batch }.ToByteArray();
        }
        return encoded;
    }

    private static TickBatch NewBatch() =>
        new() { Brokers = { Broker }, AccountTypes = { "demo" } };

    private static void AddRows(
        TickBatch batch,
        int rows,
        long timeUs,
        long stepUs,
        double price,
        Random random
    )
    {
        for (var row = 0; row < rows; row++)
        {
            price = Math.Max(0.1, Math.Round(price + ((random.NextDouble() - 0.5) * 1e-4), 5));
            batch.TimeUs.Add(timeUs + (row * stepUs));
            batch.Bid.Add(price);
            batch.Ask.Add(Math.Round(price + (random.Next(1, 4) * 1e-5), 5));
            batch.Volume.Add((ulong)random.Next(1, 1_000));
        }
    }
}
