using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;
using Platform.Timeseries.Indicators.Storage;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Indicators;

/// <summary>Indicators and their rows as messages.</summary>
internal static class IndicatorMessages
{
    public static IndicatorInfo InfoOf(IndicatorDefinition definition)
    {
        var info = new IndicatorInfo
        {
            Name = definition.Name,
            Title = definition.Title,
            WarmUp = (uint)IndicatorCatalogue.Resolve(definition.Name).Warmup,
            Formula = $"{definition.Formula}. Without a value: {definition.EdgeCases}",
            Table = StoredTable.All.FirstOrDefault(one => one.Holds(definition.Name))?.Name ?? "",
        };
        info.Outputs.AddRange(definition.Outputs);
        info.Parameters.AddRange(
            definition.Parameters.Select(one => new V1.IndicatorParameter
            {
                Name = one.Name,
                DefaultValue = one.Default,
                Min = one.Min,
                Max = one.Max,
                Comment = one.IsWhole ? $"{one.About}; a whole number" : one.About,
            })
        );
        return info;
    }

    public static IndicatorBatch BatchOf(string symbol, Timeframe timeframe, IndicatorRows rows)
    {
        var batch = new IndicatorBatch
        {
            Symbol = symbol,
            Timeframe = timeframe,
            Indicator = SpecOf(rows.Request.Spec, rows.Request.OtherSymbol),
        };
        batch.OpenTimeUs.AddRange(rows.OpenTimeUs);
        batch.Ready.AddRange(rows.Ready);
        var outputs = rows.Request.Spec.Definition.Outputs;
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = new IndicatorOutput { Name = outputs[i] };
            output.Values.AddRange(rows.Values[i]);
            batch.Outputs.Add(output);
        }
        return batch;
    }

    /// <summary>With every parameter, those that were left out too.</summary>
    public static V1.IndicatorSpec SpecOf(Library.IndicatorSpec spec, string otherSymbol)
    {
        var message = new V1.IndicatorSpec
        {
            Name = spec.Definition.Name,
            OtherSymbol = otherSymbol,
        };
        foreach (var parameter in spec.Definition.Parameters)
        {
            message.Parameters[parameter.Name] = spec.Parameters[parameter.Name];
        }
        return message;
    }
}
