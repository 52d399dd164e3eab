using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Platform.Common.V1;
using Platform.ServiceDefaults.Tests.Kit;

namespace Platform.ServiceDefaults.Tests;

public class DrainTests
{
    [Fact]
    public async Task Open_streams_are_told_and_health_says_so_first()
    {
        await using var host = await ProbeHost.StartAsync(["Drain:Timeout=00:02:00"]);
        using var follow = host.Client().Follow(new());
        (await follow.ResponseStream.MoveNext()).ShouldBeTrue();
        using var watch = new Health.HealthClient(host.Channel()).Watch(new());
        (await watch.ResponseStream.MoveNext()).ShouldBeTrue();

        var stop = host.App.StopAsync();

        (await watch.ResponseStream.MoveNext()).ShouldBeTrue();
        watch.ResponseStream.Current.Status.ShouldBe(
            HealthCheckResponse.Types.ServingStatus.NotServing
        );
        ShouldBeDraining(await Should.ThrowAsync<RpcException>(watch.ResponseStream.MoveNext()));
        ShouldBeDraining(await Should.ThrowAsync<RpcException>(follow.ResponseStream.MoveNext()));
        await stop.WaitAsync(TimeSpan.FromSeconds(60));
        host.Logs.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_that_does_not_listen_is_cut_when_the_time_is_over()
    {
        await using var host = await ProbeHost.StartAsync(["Drain:Timeout=00:00:01"]);
        using var cling = host.Client().Cling(new());
        (await cling.ResponseStream.MoveNext()).ShouldBeTrue();
        var clock = Stopwatch.StartNew();
        await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));
        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9), "it had its time");
        await Should.ThrowAsync<RpcException>(cling.ResponseStream.MoveNext());
    }

    private static void ShouldBeDraining(RpcException error)
    {
        error.StatusCode.ShouldBe(StatusCode.Unavailable);
        error.Reason().ShouldBe(ErrorReason.Draining);
    }
}
