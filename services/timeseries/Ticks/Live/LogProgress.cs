using Platform.Timeseries.Ticks.Storage;

namespace Platform.Timeseries.Ticks.Live;

/// <summary>
/// By partition of the log, the newest offset published, acknowledged to a writer and stored (-1:
/// none), and those who wait for one. Shares the hub's lock, so that what is published moves in one
/// step with the tapes and the queues.
/// </summary>
internal sealed class LogProgress(Lock gate)
{
    private long[] _published = [];
    private long[] _acknowledged = [];
    private long[] _stored = [];
    private TaskCompletionSource? _publishedMoved;
    private TaskCompletionSource? _storedMoved;
    private string? _impediment;

    /// <summary>Takes up at what storage holds. The caller holds the lock.</summary>
    public void Start(long[] published, long[] stored)
    {
        _published = [.. published];
        _acknowledged = [.. published];
        _stored = stored;
    }

    /// <summary>The caller holds the lock.</summary>
    public long StoredOf(uint partition) => _stored[partition];

    /// <summary>The next offset of the partition is published. The caller holds the lock.</summary>
    public void Publish(uint partition, ulong offset)
    {
        _published[partition] = (long)offset;
        Signal(ref _publishedMoved);
    }

    public void Acknowledge(uint partition, ulong offset)
    {
        lock (gate)
        {
            if (partition < _acknowledged.Length && (long)offset > _acknowledged[partition])
            {
                _acknowledged[partition] = (long)offset;
            }
        }
    }

    public void Store(uint partition, long offset)
    {
        lock (gate)
        {
            if (offset > _stored[partition])
            {
                _stored[partition] = offset;
                Signal(ref _storedMoved);
            }
        }
    }

    public void ImpedeStoring(string? reason)
    {
        lock (gate)
        {
            _impediment = reason;
            Signal(ref _storedMoved);
        }
    }

    public long Published(uint partition)
    {
        lock (gate)
        {
            return _published[partition];
        }
    }

    public long[] Published()
    {
        lock (gate)
        {
            return [.. _published];
        }
    }

    public long[] Stored()
    {
        lock (gate)
        {
            return [.. _stored];
        }
    }

    /// <summary>Waits until everything acknowledged by now, in any partition, is published.</summary>
    /// <exception cref="TimeoutException">The log does not bring it.</exception>
    public async ValueTask WaitAcknowledgedAsync(TimeSpan patience, CancellationToken cancellation)
    {
        long[]? wanted = null;
        while (true)
        {
            Task moved;
            lock (gate)
            {
                wanted ??= HasPublished(_acknowledged) ? _acknowledged : [.. _acknowledged];
                if (HasPublished(wanted))
                {
                    return;
                }
                moved = Next(ref _publishedMoved);
            }
            await moved.WaitAsync(patience, cancellation);
        }
    }

    /// <exception cref="TimeoutException">The log does not bring it.</exception>
    public async ValueTask WaitPublishedAsync(
        uint partition,
        long offset,
        TimeSpan patience,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            Task moved;
            lock (gate)
            {
                if (_published[partition] >= offset)
                {
                    return;
                }
                moved = Next(ref _publishedMoved);
            }
            await moved.WaitAsync(patience, cancellation);
        }
    }

    /// <exception cref="Grpc.Core.RpcException">STORE_UNAVAILABLE: storing has come to a halt.</exception>
    public async Task WaitStoredAsync(uint partition, long offset, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (gate)
            {
                if (_stored[partition] >= offset)
                {
                    return;
                }
                if (_impediment is { } reason)
                {
                    throw StoreErrors.Unavailable(reason);
                }
                moved = Next(ref _storedMoved);
            }
            await moved.WaitAsync(cancellation);
        }
    }

    private bool HasPublished(long[] offsets)
    {
        for (var partition = 0; partition < offsets.Length; partition++)
        {
            if (_published[partition] < offsets[partition])
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Wakes all who wait; they look again, on threads of their own.</summary>
    private static void Signal(ref TaskCompletionSource? moved)
    {
        moved?.TrySetResult();
        moved = null;
    }

    private static Task Next(ref TaskCompletionSource? moved) =>
        (
            moved ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
        ).Task;
}
