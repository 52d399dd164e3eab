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
    private int _connections;
    private int _streams;

    public int Connections => Volatile.Read(ref _connections);

    public int Streams => Volatile.Read(ref _streams);

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
        if (!connection.TryEnter(_limits.StreamsPerConnectionMax))
        {
            return Refuse(
                nameof(LimitOptions.StreamsPerConnectionMax),
                _limits.StreamsPerConnectionMax
            );
        }
        if (!key.TryEnter(_limits.StreamsPerKeyMax))
        {
            connection.Leave();
            return Refuse(nameof(LimitOptions.StreamsPerKeyMax), _limits.StreamsPerKeyMax);
        }
        if (Interlocked.Increment(ref _streams) > _limits.StreamsMax)
        {
            Leave(connection, key);
            return Refuse(nameof(LimitOptions.StreamsMax), _limits.StreamsMax);
        }
        return null;
    }

    public void Leave(ClientConnection connection, ApiKey key)
    {
        Interlocked.Decrement(ref _streams);
        key.Leave();
        connection.Leave();
    }

    private static RichStatus Refuse(string limit, int value) =>
        PlatformErrors.Status(
            ErrorReason.Overloaded,
            $"The gateway's limit {limit} of {value} is reached.",
            ("limit", $"Gateway:Limits:{limit}"),
            ("value", value.ToString(CultureInfo.InvariantCulture))
        );
}
