using Platform.Timeseries.V1;

namespace Platform.Faults.Kills;

/// <summary>A batch of the same stretch of numbers for every symbol.</summary>
internal sealed record SentBatch(ulong Sequence, string RequestId, int FirstNumber, TickBatch Ticks)
{
    /// <summary>Rows of one symbol; half of them in each of two months.</summary>
    public const int RowsEach = 8;

    private const long MarchUs = 1_711_900_000_000_000;
    private const long AprilUs = 1_712_900_000_000_000;

    public int Rows => Ticks.TimeUs.Count;

    public IEnumerable<int> Numbers => Enumerable.Range(FirstNumber, RowsEach);

    /// <summary>Number n has bid n + 1, so that what arrived is known from the prices alone.</summary>
    public static int NumberOf(double bid) => (int)bid - 1;

    public static SentBatch Make(ulong sequence, IReadOnlyList<string> symbols, int firstNumber)
    {
        var ticks = new TickBatch();
        ticks.Symbols.AddRange(symbols);
        for (var i = 0; i < RowsEach; i++)
        {
            var number = firstNumber + i;
            for (var symbol = 0; symbol < symbols.Count; symbol++)
            {
                ticks.SymbolIndex.Add((uint)symbol);
                ticks.TimeUs.Add((i < RowsEach / 2 ? MarchUs : AprilUs) + (number * 1_000L));
                ticks.Bid.Add(number + 1);
                ticks.Ask.Add(number + 1.5);
            }
        }
        return new SentBatch(sequence, Guid.NewGuid().ToString(), firstNumber, ticks);
    }
}
