using Microsoft.Extensions.Options;

namespace Platform.Stream;

/// <summary>
/// Calls that must not be done again when they are repeated, by their request ids. In memory: after
/// a restart a repeat is a new call.
/// </summary>
internal sealed class RecentRequests(IOptions<StreamOptions> options)
{
    private readonly Lock _lock = new();
    private readonly HashSet<(string, string, UInt128)> _known = [];
    private readonly Queue<(string, string, UInt128)> _order = new();

    public bool Contains(string call, string subject, UInt128 id)
    {
        lock (_lock)
        {
            return id != default && _known.Contains((call, subject, id));
        }
    }

    public void Add(string call, string subject, UInt128 id)
    {
        lock (_lock)
        {
            if (id == default || !_known.Add((call, subject, id)))
            {
                return;
            }
            _order.Enqueue((call, subject, id));
            while (_order.Count > options.Value.RecentRequestsMax)
            {
                _known.Remove(_order.Dequeue());
            }
        }
    }
}
