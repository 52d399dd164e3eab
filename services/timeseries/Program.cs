using Platform.Schema.Service;
using Platform.ServiceDefaults;
using Platform.Timeseries;
using Platform.Timeseries.Analytics;
using Platform.Timeseries.Backups;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators;
using Platform.Timeseries.Indicators.Measures;
using Platform.Timeseries.Queries;
using Platform.Timeseries.Schema;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks;
using Platform.Timeseries.Transfers;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatformDefaults("timeseries");
builder.AddSchema();
builder.AddTicks();
builder.AddCandles();
builder.AddIndicators();
builder.AddTables();
builder.AddQueries();
builder.AddAnalytics();
builder.AddMeasures();
builder.AddBackups();
builder.AddTransfers();

var app = builder.Build();
if (RestoreProcess.IsAsked(app.Configuration))
{
    return await RestoreProcess.RunAsync(app);
}
app.MapPlatformDefaults();
app.MapPlatformGrpcService<TimeseriesHandler>();
app.MapSchemaService();
app.MapPlatformGrpcService<BackupHandler>();
app.MapPlatformGrpcService<TransferHandler>();
return await app.RunPlatformAsync();
