using Grpc.Core;
using Platform.Common.V1;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Tests.Subscriptions;

/// <summary>
/// A subscriber as a client would write one: keeps the rows, the positions to resume from and what
/// happened. It reads only while it is not paused.
/// </summary>
internal sealed class FrameReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Never armed with a timer, so there is nothing to dispose of.
    private readonly CancellationTokenSource _cancelling = new();
    private readonly SemaphoreSlim _resumed = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, ulong> _cursor;
    private readonly List<int> _rows = [];
    private readonly List<TickFrame> _others = [];
    private readonly Task _reading;
    private readonly IDisposable _call;
    private TaskCompletionSource _progress = new();

    public FrameReader(
        IDisposable call,
        IAsyncEnumerable<TickFrame> frames,
        Dictionary<uint, ulong>? cursor = null
    )
    {
        _call = call;
        _cursor = cursor ?? [];
        _reading = Task.Run(() => ReadAsync(frames));
    }

    public static FrameReader Subscribe(
        TimeseriesService.TimeseriesServiceClient client,
        Metadata headers,
        SubscribeTicksRequest request,
        Dictionary<uint, ulong>? cursor = null
    )
    {
        var call = client.SubscribeTicks(request, headers);
        return new FrameReader(call, FramesOf(call), cursor);
    }

    /// <summary>Row numbers (see <see cref="WrittenTape"/>) in the order they came, without those of a snapshot.</summary>
    public IReadOnlyList<int> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows];
            }
        }
    }

    public IReadOnlyList<int> SnapshotRows { get; private set; } = [];

    public ulong ConflatedRows { get; private set; }

    /// <summary>Every frame without ticks, in order.</summary>
    public IReadOnlyList<TickFrame> Others
    {
        get
        {
            lock (_gate)
            {
                return [.. _others];
            }
        }
    }

    public RpcException? Failure { get; private set; }

    public Dictionary<uint, ulong> Cursor
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<uint, ulong>(_cursor);
            }
        }
    }

    public TickStart Resume()
    {
        var position = new StartPosition();
        foreach (var (partition, offset) in Cursor)
        {
            position.Positions.Add(new Position { Partition = partition, Offset = offset });
        }
        return new TickStart { Position = position };
    }

    public Task PauseAsync() => _resumed.WaitAsync();

    public void Continue() => _resumed.Release();

    public int Count(TickFrame.BodyOneofCase body) => Others.Count(frame => frame.BodyCase == body);

    public Task UntilCaughtUpAsync(int times = 1) =>
        UntilAsync(
            () => Count(TickFrame.BodyOneofCase.CaughtUp) >= times,
            $"CaughtUp for time {times}"
        );

    public Task UntilRowAsync(int row) =>
        UntilAsync(() => _rows.Count > 0 && _rows[^1] >= row, $"row {row}");

    public Task UntilEndAsync() => _reading.WaitAsync(Patience);

    public async Task UntilAsync(Func<bool> isDone, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task progress;
            lock (_gate)
            {
                if (isDone())
                {
                    return;
                }
                progress = _progress.Task;
            }
            try
            {
                if (_reading.IsCompleted)
                {
                    await _reading;
                    throw new InvalidOperationException(
                        $"The stream ended before {what}: {Failure?.Status}. {this}"
                    );
                }
                await Task.WhenAny(progress, _reading).WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"No {what} after {Patience.TotalSeconds} s. {this}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cancelling.IsCancellationRequested)
        {
            return;
        }
        await _cancelling.CancelAsync();
        if (_resumed.CurrentCount == 0)
        {
            _resumed.Release();
        }
        _call.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override string ToString() =>
        $"Got {Rows.Count} rows ({(Rows.Count == 0 ? "" : $"{Rows[0]} to {Rows[^1]}")}) and "
        + string.Join(", ", Others.Select(frame => frame.BodyCase));

    private static async IAsyncEnumerable<TickFrame> FramesOf(
        AsyncServerStreamingCall<SubscribeTicksResponse> call
    )
    {
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            yield return response.Frame;
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<TickFrame> frames)
    {
        try
        {
            await foreach (var frame in frames)
            {
                await _resumed.WaitAsync(_cancelling.Token);
                _resumed.Release();
                TaskCompletionSource progress;
                lock (_gate)
                {
                    Take(frame);
                    progress = _progress;
                    _progress = new TaskCompletionSource(
                        TaskCreationOptions.RunContinuationsAsynchronously
                    );
                }
                progress.TrySetResult();
            }
        }
        catch (RpcException e)
        {
            Failure = e;
        }
        catch (OperationCanceledException) { }
    }

    private void Take(TickFrame frame)
    {
        frame.SendTimeUs.ShouldBeGreaterThan(0);
        foreach (var position in frame.Positions)
        {
            if (_cursor.TryGetValue(position.Partition, out var before))
            {
                position.Offset.ShouldBeGreaterThanOrEqualTo(before, "positions never go back");
            }
            _cursor[position.Partition] = position.Offset;
        }
        if (frame.BodyCase != TickFrame.BodyOneofCase.Ticks)
        {
            _others.Add(frame);
            return;
        }
        frame.EventTimeUs.ShouldBeGreaterThan(0);
        frame.IngestTimeUs.ShouldBeGreaterThan(0);
        frame.PublishTimeUs.ShouldBeGreaterThanOrEqualTo(frame.IngestTimeUs);
        frame.SendTimeUs.ShouldBeGreaterThanOrEqualTo(frame.PublishTimeUs);
        ConflatedRows += frame.Ticks.ConflatedRows;
        var rows = frame.Ticks.Batches.SelectMany(batch => batch.Bid).Select(bid => (int)bid - 1);
        if (frame.Ticks.Snapshot)
        {
            SnapshotRows = [.. rows];
            return;
        }
        (frame.Positions.Count + frame.Partial.Count).ShouldBeGreaterThan(
            0,
            "ticks carry where to resume"
        );
        _rows.AddRange(rows);
    }
}
