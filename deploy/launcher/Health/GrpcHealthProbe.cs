using System.Net;
using System.Net.Http.Headers;

namespace Platform.Launcher.Health;

/// <summary>
/// grpc.health.v1.Health/Check of the whole server ("") over h2c. The request is an empty message and
/// the answer one enum, so the frame is read by hand and the probe needs no generated code.
/// </summary>
internal sealed class GrpcHealthProbe(Uri server) : IHealthProbe
{
    private const int FrameHead = 5;
    private const byte StatusField = 0x08;
    private static readonly string[] StatusNames = ["UNKNOWN", "SERVING", "NOT_SERVING"];
    private readonly Uri _check = new(server, "/grpc.health.v1.Health/Check");

    public const string Scheme = "grpc";

    public Uri Target { get; } = new UriBuilder(server) { Scheme = Scheme }.Uri;

    public async Task<HealthAnswer> AskAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _check)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(new byte[FrameHead]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        try
        {
            using var answer = await HealthClient.Instance.SendAsync(request, cancellation);
            var frame = await answer.Content.ReadAsByteArrayAsync(cancellation);
            return Read(answer, frame);
        }
        catch (Exception problem) when (HealthClient.MeansDown(problem, cancellation))
        {
            return new HealthAnswer(false, HealthClient.Describe(problem));
        }
    }

    private static HealthAnswer Read(HttpResponseMessage answer, byte[] frame)
    {
        var code =
            Header(answer.TrailingHeaders, "grpc-status") ?? Header(answer.Headers, "grpc-status");
        if (code is not "0")
            return new HealthAnswer(
                false,
                code is null ? $"HTTP {(int)answer.StatusCode}" : $"gRPC status {code}"
            );
        var message = frame.AsSpan(Math.Min(FrameHead, frame.Length));
        // proto3 leaves a zero (UNKNOWN) out of the message.
        var status = message.Length >= 2 && message[0] == StatusField ? message[1] : 0;
        var name = status < StatusNames.Length ? StatusNames[status] : $"status {status}";
        return new HealthAnswer(status == 1, name);
    }

    private static string? Header(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : null;
}
