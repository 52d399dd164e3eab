using System.Globalization;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Timeseries.Ticks.Live;
using Platform.Timeseries.Ticks.Write;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>A subscriber's wishes, checked.</summary>
internal sealed record SubscriptionRequest(
    TickStart Start,
    SlowReader SlowReader,
    double ReplaySpeed,
    TimeSpan Coalesce,
    TimeSpan Heartbeat
)
{
    private const double ReplaySpeedMax = 1_000_000;
    private static readonly TimeSpan CoalesceMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HeartbeatMax = TimeSpan.FromHours(1);

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT or LIMIT_EXCEEDED, naming the field.</exception>
    public static SubscriptionRequest From(
        SubscribeTicksRequest request,
        LiveOptions options,
        TickValidator validator
    )
    {
        if (request.Symbols.Count > options.SymbolsPerSubscriptionMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"{request.Symbols.Count} symbols are more than the {options.SymbolsPerSubscriptionMax} one subscription may name.",
                ("limit", "Live:SymbolsPerSubscriptionMax"),
                ("allowed", Text(options.SymbolsPerSubscriptionMax))
            );
        }
        foreach (var symbol in request.Symbols)
        {
            if (
                validator.CheckSymbol(symbol)
                is RejectReason.SymbolEmpty
                    or RejectReason.SymbolInvalid
            )
            {
                Invalid(
                    "symbols",
                    "A symbol of the subscription is empty, too long or not printable ASCII.",
                    "symbols of printable ASCII without spaces; no symbols at all: every symbol"
                );
            }
        }
        if (!(request.ReplaySpeed is >= 0 and <= ReplaySpeedMax))
        {
            Invalid(
                "replay_speed",
                $"replay_speed is {request.ReplaySpeed.ToString(CultureInfo.InvariantCulture)}.",
                $"0 (as fast as possible) to {Text(ReplaySpeedMax)}"
            );
        }
        var start = request.Start ?? new TickStart { Now = new StartNow() };
        if (start.AtCase == TickStart.AtOneofCase.LastN && start.LastN > options.LastNMax)
        {
            PlatformErrors.Throw(
                ErrorReason.LimitExceeded,
                $"last_n is {start.LastN}; 0 to {Text(options.LastNMax)} are allowed.",
                ("limit", "Live:LastNMax"),
                ("allowed", $"0 to {Text(options.LastNMax)}")
            );
        }
        return new SubscriptionRequest(
            start,
            PolicyOf(request.SlowReader),
            request.ReplaySpeed,
            Duration("coalesce_ms", request.CoalesceMs, TimeSpan.Zero, CoalesceMax),
            Duration("heartbeat_ms", request.HeartbeatMs, options.Heartbeat, HeartbeatMax)
        );
    }

    private static SlowReader PolicyOf(SlowReaderPolicy policy)
    {
        switch (policy)
        {
            case SlowReaderPolicy.Unspecified:
            case SlowReaderPolicy.CatchUp:
                return SlowReader.CatchUp;
            case SlowReaderPolicy.Conflate:
                return SlowReader.Conflate;
            case SlowReaderPolicy.Skip:
                return SlowReader.Skip;
            case SlowReaderPolicy.Disconnect:
                return SlowReader.Disconnect;
            default:
                Invalid(
                    "slow_reader",
                    $"slow_reader {(int)policy} is unknown.",
                    "CATCH_UP, CONFLATE, SKIP or DISCONNECT"
                );
                return default;
        }
    }

    private static TimeSpan Duration(string field, uint ms, TimeSpan standard, TimeSpan max)
    {
        if (ms > max.TotalMilliseconds)
        {
            Invalid(field, $"{field} is {ms}.", $"0 to {Text(max.TotalMilliseconds)}");
        }
        return ms == 0 ? standard : TimeSpan.FromMilliseconds(ms);
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Invalid(string field, string message, string allowed) =>
        PlatformErrors.ThrowInvalid((field, $"{message} Allowed: {allowed}."));
}
