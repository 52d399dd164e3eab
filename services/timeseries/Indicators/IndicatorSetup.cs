using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.ServiceDefaults;
using Platform.Timeseries.Indicators.Computing;
using Platform.Timeseries.Indicators.Live;
using Platform.Timeseries.Indicators.Storage;

namespace Platform.Timeseries.Indicators;

internal static class IndicatorSetup
{
    public static WebApplicationBuilder AddIndicators(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<IndicatorOptions>(IndicatorOptions.Section);
        builder.Services.AddSingleton<CandleHistory>();
        builder.Services.AddSingleton<IndicatorComputer>();
        builder.Services.AddSingleton<IndicatorFollower>();
        builder.Services.AddSingleton<IndicatorSubscriber>();
        builder.Services.AddSingleton<StoredIndicators>();
        builder.Services.AddSingleton<IndicatorCalls>();
        builder.Services.AddSingleton<TableWriter>();
        builder.Services.AddSingleton<SetProgress>();
        builder.Services.AddSingleton<SetHistory>();
        builder.Services.AddSingleton<SetRepair>();
        builder.Services.AddSingleton<StoredRowsReader>();
        builder.Services.AddSingleton<IDueRows, PairRows>();
        builder.Services.AddSingleton<IDueRows, SalesRows>();
        builder.Services.AddSingleton<IDueRows, BookRows>();
        builder.Services.AddSingleton<IDueRows, SessionRows>();
        builder.Services.AddSingleton<DueSets>();
        builder.Services.TryAddSingleton<ILatestIndicators, NoLatestIndicators>();
        builder.Services.AddHostedService<LiveSets>();
        return builder;
    }
}
