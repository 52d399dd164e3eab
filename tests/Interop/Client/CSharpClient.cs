using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Testing;
using Platform.Interop.Kit;

namespace Platform.Interop.Client;

/// <summary>Clients of one target that put the right header on each call and see the flags of each answer.</summary>
internal sealed class CSharpClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly AnswerWatch _answers = new();

    public CSharpClient(Target target)
    {
        _channel = GrpcChannel.ForAddress(
            target.Address,
            new GrpcChannelOptions { HttpHandler = _answers, DisposeHttpClient = true }
        );
        var invoker = _channel.Intercept(headers =>
        {
            Metadata open = [.. headers];
            open.Add(target.Header, target.Value);
            return open;
        });
        Service = new TestService.TestServiceClient(invoker);
        Unimplemented = new UnimplementedService.UnimplementedServiceClient(invoker);
    }

    public TestService.TestServiceClient Service { get; }

    public UnimplementedService.UnimplementedServiceClient Unimplemented { get; }

    /// <summary>Whether each message of the latest answer was compressed.</summary>
    public IReadOnlyList<bool> AnswerCompressed => _answers.Latest.Compressed;

    public void Dispose() => _channel.Dispose();

    private sealed class AnswerWatch() : DelegatingHandler(new SocketsHttpHandler())
    {
        public FrameFlags Latest { get; private set; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var response = await base.SendAsync(request, cancellationToken);
            var flags = Latest = new FrameFlags();
            var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var watched = new StreamContent(new WatchedStream(body, flags));
            foreach (var header in response.Content.Headers)
            {
                watched.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }
            response.Content = watched;
            return response;
        }
    }
}
