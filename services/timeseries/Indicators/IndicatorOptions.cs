using System.ComponentModel.DataAnnotations;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators.Storage;

namespace Platform.Timeseries.Indicators;

/// <summary>Section <c>Indicators</c>.</summary>
internal sealed class IndicatorOptions : IValidatableObject
{
    public const string Section = "Indicators";

    private const long BackfillMax = 100_000_000;

    /// <summary>Indicators of one call. Default 50.</summary>
    [Range(1, 1_000)]
    public int IndicatorsMax { get; init; } = 50;

    /// <summary>Symbols of one SubscribeIndicators. Default 100.</summary>
    [Range(1, 10_000)]
    public int SymbolsMax { get; init; } = 100;

    /// <summary>Values one ComputeIndicators may answer: rows × outputs of all its indicators. Default 2,000,000, 16 MB.</summary>
    [Range(1, 4_000_000)]
    public int ValuesMax { get; init; } = 2_000_000;

    /// <summary>
    /// Candles read for one computation, those before the range included. A running total needs all there are. Default
    /// 1,000,000.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int CandlesMax { get; init; } = 1_000_000;

    /// <summary>Rows of each indicator a late tick may correct; older ones stay as they were said. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int CorrectedRowsMax { get; init; } = 10_000;

    /// <summary>Candles kept in memory beyond what the windows need, so that a correction need not read storage. Default 256.</summary>
    [Range(0, 100_000)]
    public int CandlesKept { get; init; } = 256;

    /// <summary>Values of each indicator on a page of GetIndicators. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int PageMax { get; init; } = 10_000;

    /// <summary>How long rows of the live sets gather before they are stored. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan StoreInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often it is noted in the store how far the live sets got: what came since is looked at again after a start. Default
    /// 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan NoteInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Levels of each side in a row of orderbook_data, and in its imbalance and depth. Default 10, as of GetBookMeasures.</summary>
    [Range(1, 255)]
    public int BookDepth { get; init; } = 10;

    /// <summary>What is computed on each close and stored. Default: nothing.</summary>
    public IReadOnlyList<LiveSet> Live { get; init; } = [];

    /// <summary>How many candles before the open one the rows of a set begin.</summary>
    public long BackfillOf(TableSeries series) =>
        Live.Where(set => TableSeries.Of(set) == series).Max(set => set.BackfillCandles);

    /// <summary>What a set compares its symbol with; empty: nothing.</summary>
    public string OtherSymbolOf(string symbol, string timeframe, string table) =>
        Live.FirstOrDefault(set =>
            (set.Symbol, set.Timeframe, set.Indicator) == (symbol, timeframe, table)
        )?.OtherSymbol
        ?? "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Live.Count; i++)
        {
            var key = $"Live:{i}";
            if (Live[i].Symbol.Length == 0)
            {
                yield return Wrong($"{key}:Symbol", "it must name a symbol");
            }
            if (!Timeframes.TryParse(Live[i].Timeframe, out _))
            {
                yield return Wrong(
                    $"{key}:Timeframe is '{Live[i].Timeframe}'",
                    $"allowed are {string.Join(", ", Timeframes.Names)}"
                );
            }
            if (Live[i].BackfillCandles is < 0 or > BackfillMax)
            {
                yield return Wrong(
                    $"{key}:BackfillCandles is {Live[i].BackfillCandles}",
                    $"allowed are 0 to {BackfillMax}"
                );
            }
            if (StoredTable.Find(Live[i].Indicator) is null)
            {
                yield return Wrong(
                    $"{key}:Indicator is '{Live[i].Indicator}'",
                    WhyNotFilled(Live[i].Indicator)
                );
            }
            if (WhatIsWrongWithOther(Live[i]) is { } wrong)
            {
                yield return Wrong($"{key}:OtherSymbol is '{Live[i].OtherSymbol}'", wrong);
            }
        }
    }

    private static string WhyNotFilled(string table)
    {
        var why =
            table == "slippage_data"
                ? "no set fills it: slippage is of executions, which clients have (ComputeSlippage, GetSlippage)"
                : "no set fills it";
        return $"{why}; allowed are {string.Join(", ", StoredTable.All.Select(one => one.Name))}";
    }

    private string? WhatIsWrongWithOther(LiveSet set)
    {
        var other = set.OtherSymbol;
        // The tables have no column for it: rows of two others could not be told apart.
        if (other != OtherSymbolOf(set.Symbol, set.Timeframe, set.Indicator))
        {
            return "a symbol's set of one timeframe and table names the same second symbol wherever it is named";
        }
        if (other.Length == 0)
        {
            return null;
        }
        if (StoredTable.Find(set.Indicator)?.IsPaired != true)
        {
            var paired = StoredTable.All.Where(table => table.IsPaired);
            return $"only {string.Join(", ", paired.Select(table => table.Name))} takes a second symbol";
        }
        return other == set.Symbol ? "it must be another symbol"
            : other.Any(c => c is <= ' ' or > '~')
                ? "it must be a symbol: printable ASCII without spaces"
            : null;
    }

    private static ValidationResult Wrong(string key, string allowed) => new(allowed, [key]);
}

/// <summary>A table that is filled on each close of a symbol's candles.</summary>
internal sealed class LiveSet
{
    public string Symbol { get; init; } = "";

    /// <summary>As 1m, 5m, 1h, 1d.</summary>
    public string Timeframe { get; init; } = "";

    /// <summary>The table, as sma_20, macd_data.</summary>
    public string Indicator { get; init; } = "";

    /// <summary>What the symbol is compared with, of correlation_data alone. Default: nothing, its correlations have their defaults.</summary>
    public string OtherSymbol { get; init; } = "";

    /// <summary>
    /// How long before the open candle rows begin, in candles' lengths, when the table has none of this symbol yet. Default
    /// 0: they begin with the next close. At most 100,000,000.
    /// </summary>
    public long BackfillCandles { get; init; }
}
