using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.ServiceDefaults;

namespace Platform.Timeseries.Tables.Insert;

/// <summary>
/// The request ids of late, so that a repeat is told as one and not sent again. What this forgets, after a restart for
/// one, the store's own tokens still keep from being doubled; it is only counted as accepted then.
/// </summary>
internal sealed class RequestLog(IOptions<TableOptions> options)
{
    private readonly ConcurrentDictionary<(string Table, Guid Id), Entry> _entries = new();
    private readonly ConcurrentQueue<(string Table, Guid Id)> _order = new();

    /// <summary>
    /// True when the caller is the first with this id, and has to <see cref="Succeeded"/> or <see cref="Failed"/>. False
    /// when it was written before; who comes while the first is under way waits for it.
    /// </summary>
    public async ValueTask<bool> TryBeginAsync(
        string table,
        Guid id,
        long digest,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var mine = new Entry(digest);
            var entry = _entries.GetOrAdd((table, id), mine);
            if (ReferenceEquals(entry, mine))
            {
                return true;
            }
            if (entry.Digest != digest)
            {
                PlatformErrors.Throw(
                    ErrorReason.RequestIdReused,
                    $"The request_id {id} came before with other rows.",
                    ("request_id", id.ToString())
                );
            }
            if (await entry.Written.Task.WaitAsync(cancellation))
            {
                return false;
            }
        }
    }

    public void Succeeded(string table, Guid id)
    {
        _entries[(table, id)].Written.TrySetResult(true);
        _order.Enqueue((table, id));
        while (_order.Count > options.Value.RequestIdsMax && _order.TryDequeue(out var oldest))
        {
            _entries.TryRemove(oldest, out _);
        }
    }

    public void Failed(string table, Guid id)
    {
        if (_entries.TryRemove((table, id), out var entry))
        {
            entry.Written.TrySetResult(false);
        }
    }

    private sealed record Entry(long Digest)
    {
        public TaskCompletionSource<bool> Written { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
