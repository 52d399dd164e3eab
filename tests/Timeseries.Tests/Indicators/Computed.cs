using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>An indicator over candles, row by row: values by output, and which rows are ready.</summary>
internal sealed class Computed
{
    private Computed(int rows, IReadOnlyList<string> outputs)
    {
        Outputs = outputs;
        Ready = new bool[rows];
        Values = [.. outputs.Select(_ => new double[rows])];
    }

    public IReadOnlyList<string> Outputs { get; }

    public bool[] Ready { get; }

    public double[][] Values { get; }

    public double[] this[string output] => Values[Outputs.ToList().IndexOf(output)];

    /// <param name="spec">What to compute.</param>
    /// <param name="bars">The candles.</param>
    /// <param name="others">Those of the second symbol, where the indicator compares two.</param>
    public static Computed Of(IndicatorSpec spec, Bar[] bars, Bar[] others) =>
        Continue(spec.Create(), spec.Definition, bars, others);

    public static Computed Continue(
        Indicator indicator,
        IndicatorDefinition definition,
        Bar[] bars,
        Bar[] others
    )
    {
        var computed = new Computed(bars.Length, definition.Outputs);
        var row = new double[definition.Outputs.Count];
        for (var i = 0; i < bars.Length; i++)
        {
            computed.Ready[i] =
                definition.Symbols == 2
                    ? indicator.Update(bars[i], others[i], row)
                    : indicator.Update(bars[i], row);
            for (var output = 0; output < row.Length; output++)
            {
                computed.Values[output][i] = row[output];
            }
        }
        return computed;
    }
}
