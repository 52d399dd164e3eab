using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Log;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.Ticks.Storage;
using Platform.Timeseries.Ticks.Subscribe;
using Platform.Timeseries.Ticks.Write;

namespace Platform.Timeseries.Ticks;

/// <summary>The tick path, part by part.</summary>
internal static class TickSetup
{
    public static WebApplicationBuilder AddTicks(this WebApplicationBuilder builder) =>
        builder.AddClickHouse().AddLog().AddStorage().AddLive().AddWriting().AddReading();

    private static WebApplicationBuilder AddClickHouse(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<ClickHouseOptions>(ClickHouseOptions.Section);
        builder.Services.AddSingleton(services => new ClickHouseClient(
            services.GetRequiredService<IOptions<ClickHouseOptions>>().Value,
            services.GetRequiredService<ILogger<ClickHouseClient>>()
        ));
        return builder;
    }

    private static WebApplicationBuilder AddLog(this WebApplicationBuilder builder)
    {
        builder.AddPeerClient("Stream", invoker => new StreamService.StreamServiceClient(invoker));
        builder.Services.AddSingleton<TickLog>();
        builder.Services.AddSingleton<LogFollower>();
        builder.Services.AddSingleton<LogPublisher>();
        builder.Services.AddHostedService(s => s.GetRequiredService<LogPublisher>());
        return builder;
    }

    private static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<StorageOptions>(StorageOptions.Section);
        builder.Services.AddSingleton<IErrorTranslation, StoreErrors>();
        builder.Services.AddSingleton<StoreWatch>();
        builder.Services.AddSingleton<StoreGate>();
        builder.Services.AddSingleton<TickHistory>();
        builder.Services.AddSingleton<TickSink>();
        return builder;
    }

    private static WebApplicationBuilder AddLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<LiveOptions>(LiveOptions.Section);
        builder.Services.AddSingleton<TickHub>();
        builder.Services.AddSingleton<TickPump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<TickPump>());
        builder.Services.AddSingleton<StartResolver>();
        builder.Services.AddSingleton<TickSubscriber>();
        builder.Services.AddSingleton<SubscriptionRegistry>();
        builder.Services.AddHostedService(s => s.GetRequiredService<SubscriptionRegistry>());
        return builder;
    }

    private static WebApplicationBuilder AddWriting(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TickOptions>(TickOptions.Section);
        builder.Services.AddSingleton<TickValidator>();
        builder.Services.AddSingleton<BatchSplitter>();
        builder.Services.AddSingleton<TickWriter>();
        return builder;
    }

    private static WebApplicationBuilder AddReading(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<ReadOptions>(ReadOptions.Section);
        builder.Services.AddSingleton<MemoryReader>();
        builder.Services.AddSingleton<RangeReader>();
        return builder;
    }
}
