using System.Diagnostics.CodeAnalysis;
using Platform.Timeseries.Indicators.Library.Momentum;
using Platform.Timeseries.Indicators.Library.Signals;
using Platform.Timeseries.Indicators.Library.Trend;
using Platform.Timeseries.Indicators.Library.Volatility;
using Platform.Timeseries.Indicators.Library.Volume;

namespace Platform.Timeseries.Indicators.Library;

/// <summary>Every indicator that can be asked for by name.</summary>
internal static class IndicatorCatalogue
{
    public static IReadOnlyList<IndicatorDefinition> All { get; } =
    [
        Sma.Definition,
        Ema.Definition,
        Macd.Definition,
        Ichimoku.Definition,
        Rsi.Definition,
        Stochastic.Definition,
        StochasticRsi.Definition,
        AwesomeOscillator.Definition,
        Bollinger.Definition,
        AverageTrueRange.Definition,
        Returns.Definition,
        Correlation.Definition,
        AccumulationDistribution.Definition,
        OnBalanceVolume.Definition,
        MoneyFlowIndex.Definition,
        VolumeMeasures.Definition,
        SessionVwap.Definition,
        RollingVwap.Definition,
        VolumeProfileIndicator.Definition,
        SeriesSignals.Of(Macd.Definition, "macd", ofPrices: true),
        SeriesSignals.Of(Rsi.Definition, "rsi"),
        SeriesSignals.Of(Stochastic.Definition, "slow_k"),
        SeriesSignals.Of(AwesomeOscillator.Definition, "ao", ofPrices: true),
        SeriesSignals.Of(AccumulationDistribution.Definition, "adl"),
        SeriesSignals.Of(OnBalanceVolume.Definition, "obv"),
        SeriesSignals.Of(MoneyFlowIndex.Definition, "mfi"),
        SeriesSignals.Of(VolumeMeasures.Definition, "volume"),
    ];

    private static readonly Dictionary<string, IndicatorDefinition> ByName = All.ToDictionary(
        definition => definition.Name,
        StringComparer.Ordinal
    );

    /// <summary>An indicator by its name and those of its parameters that are not to be the standard.</summary>
    /// <param name="problem">What is wrong and what is allowed, for the caller to read.</param>
    public static bool TryResolve(
        string name,
        IEnumerable<KeyValuePair<string, double>> parameters,
        [NotNullWhen(true)] out IndicatorSpec? spec,
        [NotNullWhen(false)] out string? problem
    )
    {
        spec = null;
        if (!ByName.TryGetValue(name, out var definition))
        {
            problem = $"there is no indicator '{name}'; there are {string.Join(", ", ByName.Keys)}";
            return false;
        }
        var values = definition.Parameters.Select(parameter => parameter.Default).ToArray();
        foreach (var (key, value) in parameters)
        {
            problem = Set(definition, values, key, value);
            if (problem is not null)
            {
                return false;
            }
        }
        var settled = new ParameterValues(definition.Parameters, values);
        problem = definition.Check(settled) is { } wrong ? $"{name}: {wrong}" : null;
        if (problem is not null)
        {
            return false;
        }
        spec = new IndicatorSpec(definition, settled);
        return true;
    }

    /// <exception cref="ArgumentException">There is no such indicator or parameter, or a value is out of bounds.</exception>
    public static IndicatorSpec Resolve(
        string name,
        params IEnumerable<(string Name, double Value)> parameters
    ) =>
        TryResolve(
            name,
            parameters.Select(one => KeyValuePair.Create(one.Name, one.Value)),
            out var spec,
            out var problem
        )
            ? spec
            : throw new ArgumentException(problem);

    private static string? Set(
        IndicatorDefinition definition,
        double[] values,
        string key,
        double value
    )
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (definition.Parameters[i].Name == key)
            {
                values[i] = value;
                var wrong = definition.Parameters[i].Check(value);
                return wrong is null ? null : $"{definition.Name}: {wrong}";
            }
        }
        return definition.Parameters.Count == 0
            ? $"{definition.Name} has no parameters, '{key}' was named"
            : $"{definition.Name} has no parameter '{key}'; it has {string.Join(", ", definition.Parameters.Select(parameter => parameter.Name))}";
    }
}
