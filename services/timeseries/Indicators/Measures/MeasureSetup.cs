using Platform.ServiceDefaults;

namespace Platform.Timeseries.Indicators.Measures;

internal static class MeasureSetup
{
    public static WebApplicationBuilder AddMeasures(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<MeasureOptions>(MeasureOptions.Section);
        builder.Services.AddSingleton<StoredTicks>();
        builder.Services.AddSingleton<TimeAndSalesReader>();
        builder.Services.AddSingleton<SalesSubscriber>();
        builder.Services.AddSingleton<BookMeasuresReader>();
        builder.Services.AddSingleton<CandleBooks>();
        builder.Services.AddSingleton<SessionCalendar>();
        builder.Services.AddSingleton<SessionSums>();
        builder.Services.AddSingleton<SessionReader>();
        builder.Services.AddSingleton<SlippageComputer>();
        builder.Services.AddSingleton<SlippageCalls>();
        builder.Services.AddSingleton<MeasureCalls>();
        return builder;
    }
}
