using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Analytics;

internal static class AnalyticsSetup
{
    public static WebApplicationBuilder AddAnalytics(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<AnalyticsOptions>(AnalyticsOptions.Section);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<BookReader>();
        builder.Services.AddSingleton<MarketSums>();
        builder.Services.AddSingleton<MarketReader>();
        builder.Services.AddSingleton<DashboardReader>();
        builder.Services.AddSingleton<AnalyticsCalls>();
        return builder;
    }
}
