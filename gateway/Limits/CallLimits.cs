using System.Globalization;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Platform.Common.V1;
using Platform.Gateway.Keys;
using Platform.ServiceDefaults;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Limits;

/// <summary>Counts connections and calls, and turns away what is over a limit.</summary>
internal sealed class CallLimits(IOptions<GatewayOptions> options)
{
    private readonly LimitOptions _limits = options.Value.Limits;
    private readonly OpenStreams _streams = new();
    private int _connections;

    public int Connections => Volatile.Read(ref _connections);

    public int Streams => _streams.Count;

    public async Task CountConnectionAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var overLimit = Interlocked.Increment(ref _connections) > _limits.ConnectionsMax;
        connection.Features.Set(new ClientConnection(overLimit));
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    /// <summary>Null when the call may go on; then <see cref="Leave"/> must follow.</summary>
    public RichStatus? Enter(ClientConnection connection, ApiKey key)
    {
        if (connection.OverLimit)
        {
            if (Connections > _limits.ConnectionsMax)
            {
                return Refuse(nameof(LimitOptions.ConnectionsMax), _limits.ConnectionsMax);
            }
            connection.OverLimit = false;
        }
        if (!connection.Streams.TryEnter(_limits.StreamsPerConnectionMax))
        {
            return Refuse(
                nameof(LimitOptions.StreamsPerConnectionMax),
                _limits.StreamsPerConnectionMax
            );
        }
        if (!key.Streams.TryEnter(_limits.StreamsPerKeyMax))
        {
            connection.Streams.Leave();
            return Refuse(nameof(LimitOptions.StreamsPerKeyMax), _limits.StreamsPerKeyMax);
        }
        if (!_streams.TryEnter(_limits.StreamsMax))
        {
            key.Streams.Leave();
            connection.Streams.Leave();
            return Refuse(nameof(LimitOptions.StreamsMax), _limits.StreamsMax);
        }
        return null;
    }

    public void Leave(ClientConnection connection, ApiKey key)
    {
        _streams.Leave();
        key.Streams.Leave();
        connection.Streams.Leave();
    }

    private static RichStatus Refuse(string limit, int value) =>
        PlatformErrors.Status(
            ErrorReason.Overloaded,
            $"The gateway's limit {limit} of {value} is reached.",
            ("limit", $"Gateway:Limits:{limit}"),
            ("value", value.ToString(CultureInfo.InvariantCulture))
        );
}
