using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Platform.ServiceDefaults.Tests.Kit;
using Platform.ServiceDefaults.Tests.Probing;

namespace Platform.ServiceDefaults.Tests;

public class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_collector_with_the_process_named()
    {
        var received = new ConcurrentDictionary<string, byte[]>();
        await using var collector = await StartCollectorAsync(received);
        var trace = ActivityTraceId.CreateRandom();
        await using (
            var host = await ProbeHost.StartAsync([
                $"Telemetry:Endpoint={collector.Urls.Single()}",
                "Telemetry:Protocol=HttpProtobuf",
            ])
        )
        {
            using var invocation = new Activity("test");
            invocation.SetParentId(
                trace,
                ActivitySpanId.CreateRandom(),
                ActivityTraceFlags.Recorded
            );
            invocation.Start();
            await host.Client().EchoAsync(new());
            await Eventually.ErrorOf(host.Client().FailAsync(new() { Exception = "boom" }));
            await host.App.StopAsync();
        }
        foreach (var signal in (string[])["traces", "metrics", "logs"])
        {
            var body = received[$"/v1/{signal}"];
            ShouldHold(body, "service.name");
            ShouldHold(body, "probe");
            ShouldHold(body, "service.instance.id");
            ShouldHold(body, "service.version");
        }
        // The caller's trace goes on in the server's span.
        var id = new byte[16];
        trace.CopyTo(id);
        received["/v1/traces"].AsSpan().IndexOf(id).ShouldBeGreaterThan(0);
        ShouldHold(received["/v1/traces"], "platform.testing.probe.Probe/Echo");
        ShouldHold(received["/v1/traces"], "rpc.grpc.status_code");
        ShouldHold(received["/v1/metrics"], "http.server.request.duration");
        ShouldHold(received["/v1/logs"], "failed unexpectedly");
    }

    [Fact]
    public async Task A_collector_that_is_away_harms_nothing()
    {
        await using var host = await ProbeHost.StartAsync([
            "Telemetry:Endpoint=http://127.0.0.1:1",
        ]);
        await host.Client().EchoAsync(new());
        await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>A double of an OTLP collector: it keeps what is posted.</summary>
    private static async Task<WebApplication> StartCollectorAsync(
        ConcurrentDictionary<string, byte[]> received
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.AddOrUpdate(
                context.Request.Path,
                body.ToArray(),
                (_, before) => [.. before, .. body.ToArray()]
            );
        });
        await app.StartAsync();
        return app;
    }

    private static void ShouldHold(byte[] body, string text) =>
        body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)).ShouldBeGreaterThan(0, text);
}
