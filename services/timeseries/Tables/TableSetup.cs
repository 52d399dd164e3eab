namespace Platform.Timeseries.Tables;

internal static class TableSetup
{
    public static WebApplicationBuilder AddTables(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TableCalls>();
        return builder;
    }
}
