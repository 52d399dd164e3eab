using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Schema;
using Platform.ServiceDefaults;
using Platform.Timeseries.Tables.Insert;
using Platform.Timeseries.Tables.Model;
using Platform.Timeseries.Tables.Read;

namespace Platform.Timeseries.Tables;

internal static class TableSetup
{
    public static WebApplicationBuilder AddTables(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TableOptions>(TableOptions.Section);
        builder.Services.AddSingleton(services => new TableSet(
            Catalogue.Shipped,
            services.GetRequiredService<IOptions<ClickHouseOptions>>().Value.Database
        ));
        builder.Services.AddSingleton<TableTurns>();
        builder.Services.AddSingleton<TableList>();
        builder.Services.AddSingleton<RequestLog>();
        builder.Services.AddSingleton<RowWriter>();
        builder.Services.AddSingleton<RowReader>();
        builder.Services.AddSingleton<TableCalls>();
        return builder;
    }
}
