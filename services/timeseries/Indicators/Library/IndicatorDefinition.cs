namespace Platform.Timeseries.Indicators.Library;

/// <summary>An indicator of the catalogue: what it is called, takes, gives and means.</summary>
internal sealed record IndicatorDefinition
{
    /// <summary>Lower case, the name it is asked for by.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The reference formula; t is the candle, t-1 the one before it.</summary>
    public required string Formula { get; init; }

    /// <summary>What is defined where the formula is not: flat prices, no volume.</summary>
    public required string EdgeCases { get; init; }

    public IReadOnlyList<IndicatorParameter> Parameters { get; init; } = [];

    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>How many symbols it compares: 1, or 2.</summary>
    public int Symbols { get; init; } = 1;

    /// <summary>The work of one candle. Windows are folded in blocks: O(1) amortised, once a window O(window).</summary>
    public string Cost { get; init; } = "O(1)";

    /// <summary>Candles whose rows are not ready.</summary>
    public required Func<ParameterValues, int> Warmup { get; init; }

    public required Func<ParameterValues, Lookback> Lookback { get; init; }

    public required Func<ParameterValues, Indicator> Create { get; init; }

    /// <summary>What is wrong between parameters that are each within bounds; null: nothing.</summary>
    public Func<ParameterValues, string?> Check { get; init; } = _ => null;
}

/// <summary>An indicator with its parameters settled.</summary>
internal sealed record IndicatorSpec(IndicatorDefinition Definition, ParameterValues Parameters)
{
    // Made once: it is what equality and hashing go by, on every close.
    private readonly string _text = $"{Definition.Name}({Parameters})";

    public int Warmup => Definition.Warmup(Parameters);

    public Lookback Lookback => Definition.Lookback(Parameters);

    public Indicator Create() => Definition.Create(Parameters);

    /// <summary>name(parameter=value,…): equal for equal indicators.</summary>
    public override string ToString() => _text;

    public bool Equals(IndicatorSpec? other) => other is not null && _text == other._text;

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);
}
