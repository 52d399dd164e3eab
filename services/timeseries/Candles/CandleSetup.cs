using Platform.ServiceDefaults;
using Platform.Timeseries.Candles.Rollup;
using Platform.Timeseries.Candles.Sessions;

namespace Platform.Timeseries.Candles;

internal static class CandleSetup
{
    public static WebApplicationBuilder AddCandles(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<CandleOptions>(CandleOptions.Section);
        builder.Services.AddValidatedOptions<RollupOptions>(RollupOptions.Section);
        builder.Services.AddSingleton<RollupProgress>();
        builder.Services.AddHostedService<RollupJob>();
        builder.Services.AddSingleton<RolledCandles>();
        builder.Services.AddSingleton<TailCandles>();
        builder.Services.AddSingleton<CandleStore>();
        builder.Services.AddSingleton<ChangedCandles>();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionCandles>();
        builder.Services.AddSingleton<CandleReader>();
        builder.Services.AddSingleton<CandleSubscriber>();
        return builder;
    }
}
