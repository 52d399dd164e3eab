using Grpc.Core;
using Grpc.Health.V1;
using Platform.ServiceDefaults.Tests.Kit;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using static Platform.ServiceDefaults.Tests.Kit.Eventually;

namespace Platform.ServiceDefaults.Tests;

public sealed class HealthTests : IAsyncLifetime
{
    private ProbeHost _host = null!;
    private Health.HealthClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await ProbeHost.StartAsync();
        _client = new Health.HealthClient(_host.Channel());
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_process_serves_while_all_its_stores_do()
    {
        (await CheckAsync("")).ShouldBe((ServingStatus.Serving, null));
        _host.Health.NotServing("clickhouse", "connection refused");
        _host.Health.Serving("stream");
        (await CheckAsync("clickhouse")).ShouldBe((ServingStatus.NotServing, "connection refused"));
        (await CheckAsync("stream")).ShouldBe((ServingStatus.Serving, null));
        (await CheckAsync("")).ShouldBe(
            (ServingStatus.NotServing, "clickhouse: connection refused")
        );
        _host.Health.Serving("clickhouse");
        (await CheckAsync("")).ShouldBe((ServingStatus.Serving, null));
    }

    [Fact]
    public async Task A_grpc_service_has_the_state_of_the_process()
    {
        (await CheckAsync("platform.testing.probe.Probe")).Status.ShouldBe(ServingStatus.Serving);
        _host.Health.NotServing("clickhouse", "away");
        (await CheckAsync("platform.testing.probe.Probe")).Status.ShouldBe(
            ServingStatus.NotServing
        );
    }

    [Fact]
    public async Task An_unknown_name_is_not_found() =>
        (await ErrorOf(_client.CheckAsync(new() { Service = "nowhere" }))).StatusCode.ShouldBe(
            StatusCode.NotFound
        );

    [Fact]
    public async Task Watch_tells_each_change_from_unknown_on()
    {
        using var watch = _client.Watch(new() { Service = "clickhouse" });
        (await NextAsync(watch)).ShouldBe(ServingStatus.ServiceUnknown);
        _host.Health.NotServing("clickhouse", "starting");
        (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
        _host.Health.Serving("clickhouse");
        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);

        // A change of another store is none of this one.
        var next = NextAsync(watch);
        _host.Health.NotServing("stream", "away");
        await Task.Delay(200);
        next.IsCompleted.ShouldBeFalse();
        _host.Health.NotServing("clickhouse", "away");
        (await next).ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task Watch_of_the_process_follows_its_stores()
    {
        using var watch = _client.Watch(new());
        (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);
        _host.Health.NotServing("stream", "away");
        (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
    }

    [Fact]
    public async Task A_change_made_from_many_threads_is_never_lost()
    {
        using var watch = _client.Watch(new());
        await NextAsync(watch);
        for (var round = 0; round < 50; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(i => Task.Run(() => _host.Health.NotServing($"store-{i}", "away")))
            );
            (await NextAsync(watch)).ShouldBe(ServingStatus.NotServing);
            for (var i = 0; i < 4; i++)
            {
                _host.Health.Serving($"store-{i}");
            }
            (await NextAsync(watch)).ShouldBe(ServingStatus.Serving);
        }
    }

    private async Task<(ServingStatus Status, string? Reason)> CheckAsync(string service)
    {
        using var call = _client.CheckAsync(new() { Service = service });
        var status = (await call).Status;
        return (status, call.GetTrailers().GetValue("platform-health-reason"));
    }

    private static async Task<ServingStatus> NextAsync(
        AsyncServerStreamingCall<HealthCheckResponse> watch
    )
    {
        using var timeout = new CancellationTokenSource(60_000);
        (await watch.ResponseStream.MoveNext(timeout.Token)).ShouldBeTrue();
        return watch.ResponseStream.Current.Status;
    }
}
