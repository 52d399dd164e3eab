namespace Platform.Timeseries.Indicators;

internal static class IndicatorSetup
{
    public static WebApplicationBuilder AddIndicators(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IndicatorCalls>();
        return builder;
    }
}
