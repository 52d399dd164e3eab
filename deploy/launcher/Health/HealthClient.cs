using System.Net.Sockets;

namespace Platform.Launcher.Health;

/// <summary>The one HTTP client of all probes, and what its failures mean.</summary>
internal static class HealthClient
{
    /// <summary>A probe that takes longer counts as down.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);

    public static HttpClient Instance { get; } =
        new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                // A restarted process must not be asked over the old one's connection.
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            }
        )
        {
            Timeout = AnswerMax,
        };

    public static bool MeansDown(Exception problem, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested
        && problem is HttpRequestException or IOException or OperationCanceledException;

    public static string Describe(Exception problem) =>
        problem switch
        {
            OperationCanceledException => $"no answer within {AnswerMax.TotalSeconds:0} s",
            {
                InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            } => "not listening",
            _ => problem.Message,
        };
}
