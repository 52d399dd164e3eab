using Grpc.Core;
using Platform.Common.V1;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Faults.Kills;

/// <summary>
/// A subscriber from the first position on that resumes after every interruption with nothing but the
/// positions its frames carried.
/// </summary>
internal sealed class ResumingReader : IAsyncDisposable
{
    private readonly TimeseriesService.TimeseriesServiceClient _client;
    private readonly Metadata _headers;
    private readonly IReadOnlyList<string> _symbols;
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, ulong> _cursor = [];
    private readonly Dictionary<string, List<int>> _seen = [];
    private readonly List<StatusCode> _interruptions = [];
    private readonly Task _running;

    public ResumingReader(
        TimeseriesService.TimeseriesServiceClient client,
        Metadata headers,
        IReadOnlyList<string> symbols
    )
    {
        _client = client;
        _headers = headers;
        _symbols = symbols;
        _running = Task.Run(RunAsync);
    }

    /// <summary>Those so far; it may be interrupted again at any time.</summary>
    public IReadOnlyList<StatusCode> Interruptions
    {
        get
        {
            lock (_gate)
            {
                return [.. _interruptions];
            }
        }
    }

    /// <summary>By symbol, the numbers in the order they came.</summary>
    public async Task<Dictionary<string, List<int>>> SeenAsync()
    {
        if (_running.IsCompleted)
        {
            // Only a failure ends it.
            await _running;
        }
        lock (_gate)
        {
            return _seen.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await ReadAsync();
                throw new InvalidOperationException("A subscription never ends by itself.");
            }
            catch (RpcException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (RpcException e) when (CallFailure.IsPassing(e))
            {
                lock (_gate)
                {
                    _interruptions.Add(e.StatusCode);
                }
            }
            await Task.Delay(50);
        }
    }

    private async Task ReadAsync()
    {
        var start = new StartPosition();
        foreach (var (partition, offset) in _cursor)
        {
            start.Positions.Add(new Position { Partition = partition, Offset = offset });
        }
        var request = new SubscribeTicksRequest { Start = new TickStart { Position = start } };
        request.Symbols.AddRange(_symbols);
        using var call = _client.SubscribeTicks(
            request,
            _headers,
            cancellationToken: _ending.Token
        );
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            lock (_gate)
            {
                Take(response.Frame);
            }
        }
    }

    private void Take(TickFrame frame)
    {
        frame.BodyCase.ShouldNotBe(TickFrame.BodyOneofCase.Skipped);
        foreach (var position in frame.Positions)
        {
            _cursor[position.Partition] = position.Offset;
        }
        if (frame.BodyCase != TickFrame.BodyOneofCase.Ticks)
        {
            return;
        }
        foreach (var batch in frame.Ticks.Batches)
        {
            for (var row = 0; row < batch.Bid.Count; row++)
            {
                var index = batch.SymbolIndex.Count == 0 ? 0 : (int)batch.SymbolIndex[row];
                var symbol = batch.Symbols[index];
                if (!_seen.TryGetValue(symbol, out var numbers))
                {
                    _seen[symbol] = numbers = [];
                }
                numbers.Add(SentBatch.NumberOf(batch.Bid[row]));
            }
        }
    }
}
