using System.Text.Json;
using Platform.TestKit;
using Platform.Timeseries.Indicators.Library;

namespace Platform.Timeseries.Tests.Indicators;

/// <summary>One output as someone else computes it.</summary>
/// <param name="Source">Who: a library of another language, or the formula written out.</param>
/// <param name="Output">indicator.output.</param>
/// <param name="Values">The last of it is that of the last candle; null where there is none.</param>
/// <param name="From">The first row compared; those before still feel another convention.</param>
/// <param name="Rounded">Half of the unit the source rounds to; 0: it does not.</param>
/// <param name="Note">The other convention.</param>
internal sealed record Reference(
    string Source,
    string Output,
    double?[] Values,
    int From = 0,
    double Rounded = 0,
    string Note = ""
);

/// <summary>Runs node/references.cjs over candles, with the catalogue's standard parameters.</summary>
internal static class References
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static async Task<IReadOnlyDictionary<string, Reference[]>> ComputeAsync(
        IReadOnlyDictionary<string, Bar[]> files
    )
    {
        var folder = Path.Combine(Checkout.Root, "tests/Timeseries.Tests/Indicators/node");
        var packages = await NodePackages.InstallAsync(folder);
        var input = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(
                input,
                JsonSerializer.SerializeToUtf8Bytes(InputOf(files), Json)
            );
            var printed = await Programs.RunAsync(
                "node",
                ["references.cjs", input],
                folder,
                ("NODE_PATH", packages)
            );
            return JsonSerializer.Deserialize<Dictionary<string, Reference[]>>(printed, Json)!;
        }
        finally
        {
            File.Delete(input);
        }
    }

    private static object InputOf(IReadOnlyDictionary<string, Bar[]> files) =>
        new
        {
            Session = DailyCandles.SessionCandles,
            Parameters = IndicatorCatalogue.All.ToDictionary(
                definition => definition.Name,
                definition =>
                    definition.Parameters.ToDictionary(one => one.Name, one => one.Default)
            ),
            Files = files.Select(file => new
            {
                Name = file.Key,
                Open = file.Value.Select(bar => bar.Open),
                High = file.Value.Select(bar => bar.High),
                Low = file.Value.Select(bar => bar.Low),
                Close = file.Value.Select(bar => bar.Close),
                Volume = file.Value.Select(bar => bar.Volume),
            }),
        };
}
