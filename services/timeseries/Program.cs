using Platform.ServiceDefaults;
using Platform.Timeseries;
using Platform.Timeseries.Analytics;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Indicators;
using Platform.Timeseries.Queries;
using Platform.Timeseries.Tables;
using Platform.Timeseries.Ticks;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatformDefaults("timeseries");
builder.AddTicks();
builder.AddCandles();
builder.AddIndicators();
builder.AddTables();
builder.AddQueries();
builder.AddAnalytics();

var app = builder.Build();
app.MapPlatformDefaults();
app.MapPlatformGrpcService<TimeseriesHandler>();
return await app.RunPlatformAsync();
