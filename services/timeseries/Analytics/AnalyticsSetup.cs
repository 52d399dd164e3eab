namespace Platform.Timeseries.Analytics;

internal static class AnalyticsSetup
{
    public static WebApplicationBuilder AddAnalytics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AnalyticsCalls>();
        return builder;
    }
}
