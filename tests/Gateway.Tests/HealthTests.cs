using System.Net;
using System.Text.Json;
using Grpc.Health.V1;
using Platform.Gateway.Tests.Kit;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using Ports = Platform.TestKit.Ports;

namespace Platform.Gateway.Tests;

public sealed class HealthTests : IAsyncLifetime, IDisposable
{
    private const string Store = "Gateway:Health:Stores:Wire:0=clickhouse";

    private readonly Workspace _workspace = new();
    private readonly HttpClient _http = new();
    private Backend _backend = null!;

    public async Task InitializeAsync() => _backend = await Backend.StartAsync(_workspace);

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose()
    {
        _http.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Healthy_when_every_service_and_database_is()
    {
        _backend.Health.Serving("clickhouse");
        await using var edge = await Edge.StartAsync(_workspace, _backend, Store);
        var report = await BecomesAsync(edge, HttpStatusCode.OK);
        report.GetProperty("status").GetString().ShouldBe("healthy");
        report.GetProperty("service").GetString().ShouldBe("gateway");
        report.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        report.GetProperty("uptime_seconds").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        var service = report.GetProperty("services")[0];
        service.GetProperty("name").GetString().ShouldBe("wire");
        service.GetProperty("status").GetString().ShouldBe("healthy");
        service.GetProperty("response_time_ms").GetDouble().ShouldBeGreaterThan(0);
        var database = report.GetProperty("databases")[0];
        database.GetProperty("name").GetString().ShouldBe("clickhouse");
        database.GetProperty("service").GetString().ShouldBe("wire");
        database.GetProperty("status").GetString().ShouldBe("healthy");
        database.GetProperty("response_time_ms").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Unhealthy_while_a_database_is_and_healthy_again_after()
    {
        _backend.Health.NotServing("clickhouse", "secret detail");
        await using var edge = await Edge.StartAsync(_workspace, _backend, Store);
        await BecomesAsync(edge, HttpStatusCode.ServiceUnavailable);
        await Eventually.BeTrueAsync(
            async () => (await AskAsync(edge)).Report.GetProperty("services").GetArrayLength() > 0,
            "the backend should have been asked"
        );
        var (_, report) = await AskAsync(edge);
        var database = report.GetProperty("databases")[0];
        database.GetProperty("status").GetString().ShouldBe("unhealthy");
        report.ToString().ShouldNotContain("secret detail");

        _backend.Health.Serving("clickhouse");
        await BecomesAsync(edge, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Unhealthy_while_a_service_is_down_and_healthy_again_after()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        await using var edge = await Edge.StartAsync(_workspace, [address]);
        await BecomesAsync(edge, HttpStatusCode.ServiceUnavailable);
        await using (await Backend.StartAsync(_workspace, address))
        {
            await BecomesAsync(edge, HttpStatusCode.OK);
        }
        var report = await BecomesAsync(edge, HttpStatusCode.ServiceUnavailable);
        report.ToString().ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task A_service_with_one_instance_down_is_healthy()
    {
        var down = $"http://127.0.0.1:{Ports.Free()}";
        await using var edge = await Edge.StartAsync(_workspace, [_backend.Address, down]);
        var report = await BecomesAsync(edge, HttpStatusCode.OK);
        var service = report.GetProperty("services")[0];
        service.GetProperty("instances").GetInt32().ShouldBe(2);
        service.GetProperty("instances_healthy").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_answer_does_not_wait_for_a_service_that_does_not_answer()
    {
        // It accepts and then says nothing.
        using var mute = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)mute.LocalEndpoint).Port}";
        await using var edge = await Edge.StartAsync(
            _workspace,
            [address],
            "Gateway:Health:Timeout=00:01:00"
        );
        // Many answers while one question to the service is open.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(50));
        for (var i = 0; i < 20; i++)
        {
            var answer = await AskAsync(edge).WaitAsync(patience.Token);
            answer.Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        }
    }

    [Fact]
    public async Task The_gateways_own_health_service_says_the_same_and_needs_no_key()
    {
        _backend.Health.NotServing("clickhouse", "down");
        await using var edge = await Edge.StartAsync(_workspace, _backend);
        var client = new Grpc.Health.V1.Health.HealthClient(edge.Channel());
        using var watch = client.Watch(new HealthCheckRequest());
        await BecomesAsync(ServingStatus.NotServing);
        _backend.Health.Serving("clickhouse");
        await BecomesAsync(ServingStatus.Serving);
        var check = await client.CheckAsync(new HealthCheckRequest { Service = "wire" });
        check.Status.ShouldBe(ServingStatus.Serving);

        async Task BecomesAsync(ServingStatus status)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (watch.ResponseStream.Current?.Status != status)
            {
                (await watch.ResponseStream.MoveNext(patience.Token)).ShouldBeTrue();
            }
        }
    }

    /// <summary>The report that came with the code: the next one may differ again.</summary>
    private async Task<JsonElement> BecomesAsync(Edge edge, HttpStatusCode code)
    {
        JsonElement report = default;
        await Eventually.BeTrueAsync(
            async () =>
            {
                (var found, report) = await AskAsync(edge);
                return found == code;
            },
            $"GET /health should become {code}"
        );
        return report;
    }

    private async Task<(HttpStatusCode Code, JsonElement Report)> AskAsync(Edge edge)
    {
        using var answer = await _http.GetAsync($"{edge.HttpAddress}/health");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var json = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, JsonDocument.Parse(json).RootElement);
    }
}
