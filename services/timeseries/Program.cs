using Platform.ServiceDefaults;
using Platform.Timeseries;
using Platform.Timeseries.Candles;
using Platform.Timeseries.Ticks;

var builder = WebApplication.CreateBuilder(args);
builder.AddPlatformDefaults("timeseries");
builder.AddTicks();
builder.AddCandles();

var app = builder.Build();
app.MapPlatformDefaults();
app.MapPlatformGrpcService<TimeseriesHandler>();
return await app.RunPlatformAsync();
