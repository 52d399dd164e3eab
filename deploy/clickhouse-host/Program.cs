using Platform.ClickHouseHost;

try
{
    var builder = WebApplication.CreateBuilder(args);
    var options = EngineHostOptionsRules.Read(builder.Configuration);
    builder.AddEngine(options).ListenForHttp(options);
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
