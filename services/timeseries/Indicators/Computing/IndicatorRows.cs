using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Indicators.Computing;

/// <summary>Rows of one indicator, column by column.</summary>
internal sealed class IndicatorRows(IndicatorRequest request)
{
    private readonly double[] _row = new double[request.Spec.Definition.Outputs.Count];

    public IndicatorRequest Request { get; } = request;

    public List<long> OpenTimeUs { get; } = [];

    public List<bool> Ready { get; } = [];

    /// <summary>By output, in the order of the definition.</summary>
    public IReadOnlyList<List<double>> Values { get; } =
    [.. request.Spec.Definition.Outputs.Select(_ => new List<double>())];

    public int Count => OpenTimeUs.Count;

    /// <summary>Gives an indicator its next candle and keeps the row when it is wanted.</summary>
    public void Take(Indicator indicator, in Bar bar, in Bar other, bool isWanted)
    {
        var isReady = Request.IsPair
            ? indicator.Update(bar, other, _row)
            : indicator.Update(bar, _row);
        if (!isWanted)
        {
            return;
        }
        OpenTimeUs.Add(bar.OpenTimeUs);
        Ready.Add(isReady);
        for (var output = 0; output < _row.Length; output++)
        {
            Values[output].Add(_row[output]);
        }
    }
}
