using Platform.ClickHouseHost;
using Platform.ClickHouseHost.Confinement;
using Platform.ClickHouseHost.Http;

try
{
    var builder = HostStartup.CreateBuilder(args);
    var options = EngineHostOptionsRules.Read(builder.Configuration);
    var opened = HostConfinement.Enter(options, builder.Environment.ContentRootPath);
    var credentials = Credentials.Load(options, opened);
    builder.AddEngine(options, credentials).ListenForHttp(options);
    var app = builder.Build();
    app.MapClickHouse();
    await app.ServeAsync();
    return 0;
}
catch (StartException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
