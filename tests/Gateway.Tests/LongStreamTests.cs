using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Platform.Gateway.Tests.Kit;
using Platform.Gateway.Tests.Wire.V1;
using Xunit.Abstractions;

namespace Platform.Gateway.Tests;

/// <summary>
/// Streams that are silent for long. A few seconds by default; PLATFORM_LONG_STREAMS_SECONDS=300 is the
/// full run.
/// </summary>
public sealed class LongStreamTests(GatewayFixture fixture, ITestOutputHelper output)
    : IClassFixture<GatewayFixture>
{
    private const int Streams = 200;

    [Fact]
    public async Task Two_hundred_nearly_idle_streams_are_neither_cut_nor_stuck()
    {
        var seconds = int.Parse(
            Environment.GetEnvironmentVariable("PLATFORM_LONG_STREAMS_SECONDS") ?? "6",
            CultureInfo.InvariantCulture
        );
        // Some speak every second, some once in the middle, some only at the end.
        uint[] counts = [(uint)seconds, 2, 1];
        var client = fixture.Edge.Client();
        var watch = Stopwatch.StartNew();
        var runs = Enumerable
            .Range(0, Streams)
            .Select(i =>
            {
                var count = counts[i % counts.Length];
                var interval = (uint)(seconds * 1_000 / count);
                return i % 2 == 0
                    ? RepeatAsync(client, count, interval)
                    : ChatAsync(client, count, interval);
            })
            .ToList();
        // Each pause begins when the one before has ended, so a busy machine takes longer in all.
        var patience = TimeSpan.FromSeconds((seconds * 2) + 60);
        var messages = await Task.WhenAll(runs).WaitAsync(patience);
        output.WriteLine(
            $"{Streams} streams, {messages.Sum()} messages, {watch.Elapsed.TotalSeconds:F1} s"
        );
        watch.Elapsed.TotalSeconds.ShouldBeGreaterThan(seconds - 0.5, "they were silent");
    }

    private static async Task<int> RepeatAsync(
        WireService.WireServiceClient client,
        uint count,
        uint interval
    )
    {
        using var call = client.Repeat(new RepeatRequest { Count = count, IntervalMs = interval });
        var received = 0;
        while (await call.ResponseStream.MoveNext(default))
        {
            received++;
        }
        received.ShouldBe((int)count);
        return received;
    }

    private static async Task<int> ChatAsync(
        WireService.WireServiceClient client,
        uint count,
        uint interval
    )
    {
        using var call = client.Chat();
        for (var i = 0; i < count; i++)
        {
            await Task.Delay((int)interval);
            await call.RequestStream.WriteAsync(new EchoRequest());
            (await call.ResponseStream.MoveNext(default)).ShouldBeTrue();
        }
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(default)).ShouldBeFalse();
        return (int)count;
    }
}
