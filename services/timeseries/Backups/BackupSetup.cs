using Platform.ServiceDefaults;

namespace Platform.Timeseries.Backups;

internal static class BackupSetup
{
    public static WebApplicationBuilder AddBackups(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions<BackupOptions>(BackupOptions.Section);
        builder.Services.AddSingleton<BackupFolder>();
        builder.Services.AddSingleton<BackupEngine>();
        builder.Services.AddSingleton<StoreTables>();
        builder.Services.AddSingleton<StoreSnapshot>();
        builder.Services.AddSingleton<TableSums>();
        builder.Services.AddSingleton<RestoreMark>();
        builder.Services.AddSingleton<BackupRun>();
        builder.Services.AddSingleton<RestoreRun>();
        return builder;
    }
}
