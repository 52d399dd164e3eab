using Platform.ServiceDefaults;

namespace Platform.Timeseries.Transfers;

internal static class TransferSetup
{
    public static WebApplicationBuilder AddTransfers(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<TransferOptions>(TransferOptions.Section);
        builder.Services.AddSingleton<TransferTables>();
        builder.Services.AddSingleton<ExportPlanner>();
        builder.Services.AddSingleton<ExportRun>();
        builder.Services.AddSingleton<ImportJournal>();
        builder.Services.AddSingleton<ImportDoubt>();
        builder.Services.AddSingleton<ImportRules>();
        builder.Services.AddSingleton<ImportRun>();
        return builder;
    }
}
