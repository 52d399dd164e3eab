using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Platform.Gateway.Health;

/// <param name="Reason">Why it is not healthy; for the log, not for callers.</param>
internal readonly record struct ProbeResult(bool Healthy, double? ResponseTimeMs, string? Reason);

/// <summary>Asks one instance of a service how it is.</summary>
internal sealed class HealthProbe : IDisposable
{
    /// <summary>Trailer in which the services of the suite say why they don't serve.</summary>
    private const string ReasonTrailer = "platform-health-reason";

    private readonly GrpcChannel _channel;
    private readonly Grpc.Health.V1.Health.HealthClient _client;
    private readonly TimeSpan _timeout;

    public HealthProbe(Uri address, TimeSpan timeout)
    {
        _timeout = timeout;
        _channel = GrpcChannel.ForAddress(
            address,
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler
                {
                    UseProxy = false,
                    ConnectTimeout = timeout,
                    PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                },
                DisposeHttpClient = true,
                // A service that is back is seen at the next round.
                InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
                MaxReconnectBackoff = timeout,
            }
        );
        _client = new Grpc.Health.V1.Health.HealthClient(_channel);
    }

    /// <summary>An empty name asks after the instance as a whole, another after one of its stores.</summary>
    public async Task<ProbeResult> AskAsync(string name, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        using var call = _client.CheckAsync(
            new HealthCheckRequest { Service = name },
            deadline: DateTime.UtcNow + _timeout,
            cancellationToken: cancellation
        );
        try
        {
            var answer = await call;
            var elapsed = Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2);
            return answer.Status == ServingStatus.Serving
                ? new ProbeResult(true, elapsed, null)
                : new ProbeResult(false, elapsed, ReasonOf(call, answer.Status));
        }
        catch (RpcException down) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeResult(false, null, down.Status.ToString());
        }
    }

    public void Dispose() => _channel.Dispose();

    private static string ReasonOf(
        AsyncUnaryCall<HealthCheckResponse> call,
        ServingStatus status
    ) => call.GetTrailers().GetValue(ReasonTrailer) ?? status.ToString();
}
