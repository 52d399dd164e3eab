using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Indicators.Computing;

/// <summary>An indicator that is asked for, with the second symbol of one that compares two.</summary>
internal sealed record IndicatorRequest(IndicatorSpec Spec, string OtherSymbol)
{
    public bool IsPair => Spec.Definition.Symbols == 2;
}
