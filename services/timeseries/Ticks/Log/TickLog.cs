using Grpc.Core;
using Microsoft.Extensions.Options;
using Platform.Stream.V1;

namespace Platform.Timeseries.Ticks.Log;

/// <summary>
/// The topic all ticks pass. Its partitions are asked for once; until the stream service has
/// answered, nothing can be written or followed.
/// </summary>
internal sealed class TickLog(
    StreamService.StreamServiceClient client,
    IOptions<TickOptions> options
) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile SymbolPartitioner? _partitioner;

    public StreamService.StreamServiceClient Client => client;

    public string Topic => options.Value.Topic;

    /// <exception cref="RpcException">The stream service does not answer, or has no such topic.</exception>
    public async ValueTask<SymbolPartitioner> GetPartitionerAsync(CancellationToken cancellation)
    {
        if (_partitioner is { } known)
        {
            return known;
        }
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_partitioner is null)
            {
                var status = await GetStatusAsync(cancellation);
                _partitioner = new SymbolPartitioner((int)status.Topic.Partitions);
            }
            return _partitioner;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task<GetTopicResponse> GetStatusAsync(CancellationToken cancellation) =>
        await client.GetTopicAsync(
            new GetTopicRequest { Topic = Topic },
            deadline: DateTime.UtcNow.AddSeconds(5),
            cancellationToken: cancellation
        );

    public void Dispose() => _gate.Dispose();
}
