using Platform.ServiceDefaults;

namespace Platform.Timeseries.Candles;

internal static class CandleSetup
{
    public static WebApplicationBuilder AddCandles(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<CandleOptions>(CandleOptions.Section);
        builder.Services.AddSingleton<CandleStore>();
        builder.Services.AddSingleton<CandleReader>();
        builder.Services.AddSingleton<CandleSubscriber>();
        return builder;
    }
}
