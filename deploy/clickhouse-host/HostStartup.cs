using Microsoft.AspNetCore.Server.Kestrel.Core;
using Platform.ClickHouseHost.Confinement;
using Platform.ClickHouseHost.Engine;
using Platform.ClickHouseHost.Http;

namespace Platform.ClickHouseHost;

/// <summary>The steps Program.cs is made of.</summary>
internal static class HostStartup
{
    // Threads that the pool keeps beside those that wait on the engine, for everything else.
    private const int SpareThreads = 4;

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );

        // Addresses carry queries and may carry the password; a failure to start or to go on with an answer is told by
        // the host itself. So none of these is left to configuration.
        builder
            .Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        return builder;
    }

    public static WebApplicationBuilder AddEngine(
        this WebApplicationBuilder builder,
        EngineHostOptions options,
        Credentials credentials
    )
    {
        var threads = options.Connections + Environment.ProcessorCount + SpareThreads;
        ThreadPool.GetMinThreads(out var workers, out var io);
        ThreadPool.SetMinThreads(Math.Max(workers, threads), io);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(credentials);
        builder.Services.AddSingleton(Engine.Engine.Start(options));
        builder.Services.AddSingleton<ConnectionPool>();
        builder.Services.AddSingleton<QueryEndpoint>();
        return builder;
    }

    public static WebApplicationBuilder ListenForHttp(
        this WebApplicationBuilder builder,
        EngineHostOptions options
    )
    {
        builder.WebHost.UseUrls(builder.Configuration["Listen:Url"] ?? "http://127.0.0.1:7020");

        // A stream of rows may pause at either end for much longer than a web page would.
        var stall = TimeSpan.FromSeconds(options.StalledClientSecondsMax);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, stall);
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 240, stall);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
            kestrel.Limits.MaxRequestLineSize = options.QueryTextBytesMax + 4096;
            kestrel.Limits.MaxRequestBufferSize = Math.Max(
                4 << 20,
                options.QueryTextBytesMax + 8192
            );
            kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds)
        );
        return builder;
    }

    public static WebApplication MapClickHouse(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<QueryEndpoint>();
        app.MapMethods("/ping", ["GET", "HEAD"], () => Results.Text("Ok.\n"));
        app.MapMethods("/", ["GET", "POST"], endpoint.HandleAsync);
        return app;
    }

    private static async Task StartAsync(WebApplication app, Engine.Engine engine)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception error)
            when (error is IOException or FormatException or InvalidOperationException)
        {
            engine.Dispose();
            var url = app.Configuration["Listen:Url"];
            throw new StartException($"Listen:Url '{url}' can't be used: {error.Message}", error);
        }
    }

    /// <summary>Serves until told to stop, then closes the engine once its queries are over.</summary>
    public static async Task ServeAsync(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILogger<ConnectionPool>>();
        var options = app.Services.GetRequiredService<EngineHostOptions>();
        var engine = app.Services.GetRequiredService<Engine.Engine>();
        var pool = app.Services.GetRequiredService<ConnectionPool>();
        await StartAsync(app, engine);
        if (engine.WithdrawnTokens > 0)
        {
            Log.TokensWithdrawn(log, engine.WithdrawnTokens);
        }

        if (!HostConfinement.IsInForce)
        {
            Log.NotConfined(log);
        }

        // Last: whoever has read this has read all there is to say about the start.
        Log.Started(
            log,
            ServerVersion.Current,
            Path.GetFullPath(options.Path),
            options.Connections,
            string.Join(", ", app.Urls)
        );
        await app.WaitForShutdownAsync();

        // Requests that outlived the drain were aborted, which kills their queries; that takes a moment.
        if (await pool.DrainAsync(TimeSpan.FromSeconds(5)))
        {
            engine.Dispose();
            Log.Stopped(log);
        }
        else
        {
            Log.StoppedHard(log);
        }
    }
}
