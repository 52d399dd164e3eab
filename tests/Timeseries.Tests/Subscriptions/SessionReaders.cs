using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

/// <summary>Takes a session's frames apart by subscription.</summary>
internal sealed class SessionReaders
{
    private readonly ConcurrentDictionary<uint, Channel<TickFrame>> _frames = new();

    public SessionReaders(IAsyncStreamReader<TickSessionResponse> responses) =>
        _ = Task.Run(() => ReadAsync(responses));

    public FrameReader Open(uint subscription, IDisposable call) =>
        new(call, FramesOf(subscription).Reader.ReadAllAsync());

    private async Task ReadAsync(IAsyncStreamReader<TickSessionResponse> responses)
    {
        Exception? end = null;
        try
        {
            await foreach (var response in responses.ReadAllAsync())
            {
                FramesOf(response.Frame.Subscription).Writer.TryWrite(response.Frame);
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            end = e;
        }
        foreach (var (_, frames) in _frames)
        {
            frames.Writer.TryComplete(end);
        }
    }

    private Channel<TickFrame> FramesOf(uint subscription) =>
        _frames.GetOrAdd(subscription, _ => Channel.CreateUnbounded<TickFrame>());
}
