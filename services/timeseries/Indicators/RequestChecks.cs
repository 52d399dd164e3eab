using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Indicators;

/// <summary>Turns what a caller asks for into indicators, or says what is wrong with it.</summary>
internal static class RequestChecks
{
    public static IReadOnlyList<IndicatorRequest> Resolve(
        IReadOnlyList<V1.IndicatorSpec> specs,
        int most
    )
    {
        if (specs.Count == 0 || specs.Count > most)
        {
            PlatformErrors.ThrowInvalid(
                ("indicators", $"{specs.Count} indicators were named; name 1 to {most}.")
            );
        }
        return [.. specs.Select((spec, i) => Resolve(spec, $"indicators[{i}]"))];
    }

    private static IndicatorRequest Resolve(V1.IndicatorSpec asked, string field)
    {
        if (IndicatorCatalogue.All.All(one => one.Name != asked.Name))
        {
            IndicatorCatalogue.TryResolve(asked.Name, [], out _, out var unknown);
            PlatformErrors.Throw(
                ErrorReason.UnknownIndicator,
                $"{field}: {unknown}.",
                ("indicator", asked.Name.Length <= 64 ? asked.Name : asked.Name[..64])
            );
        }
        if (!IndicatorCatalogue.TryResolve(asked.Name, asked.Parameters, out var spec, out var why))
        {
            PlatformErrors.ThrowInvalid(($"{field}.parameters", why));
        }
        var isPair = spec.Definition.Symbols == 2;
        if (isPair != asked.OtherSymbol.Length > 0)
        {
            PlatformErrors.ThrowInvalid(
                (
                    $"{field}.other_symbol",
                    isPair
                        ? $"{asked.Name} compares two symbols: name the second."
                        : $"{asked.Name} is of one symbol: leave it empty."
                )
            );
        }
        return new IndicatorRequest(spec, asked.OtherSymbol);
    }
}
