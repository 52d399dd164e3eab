using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Platform.Contracts.Tests.Echo;

namespace Platform.Contracts.Tests.StandIns;

/// <summary>The plain Microsoft server with one service, on a free port.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<EchoServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                System.Net.IPAddress.Loopback,
                0,
                listen => listen.Protocols = HttpProtocols.Http2
            )
        );
        builder.Services.AddGrpc(grpc =>
        {
            grpc.ResponseCompressionAlgorithm = "gzip";
            grpc.Interceptors.Add<Marker>();
        });
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new EchoServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Shows that a server interceptor ran, for each call type.</summary>
    private sealed class Marker : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation
        ) => continuation(request, Mark(context));

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation
        ) => continuation(requestStream, Mark(context));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation
        ) => continuation(request, responseStream, Mark(context));

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation
        ) => continuation(requestStream, responseStream, Mark(context));

        private static ServerCallContext Mark(ServerCallContext context)
        {
            context.ResponseTrailers.Add("method", context.Method);
            return context;
        }
    }

    private sealed class Service : Echo.Echo.EchoBase
    {
        public override async Task<Text> Unary(Text request, ServerCallContext context)
        {
            if (request.Value == "sleep")
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
            if (request.Value == "fail")
            {
                var trailers = new Metadata { { "why-bin", new byte[] { 1, 2, 3 } } };
                throw new RpcException(new Status(StatusCode.DataLoss, "told to"), trailers);
            }
            var headers = new Metadata();
            foreach (
                var entry in context.RequestHeaders.Where(e =>
                    e.Key.StartsWith("x-", StringComparison.Ordinal)
                )
            )
            {
                headers.Add(entry);
            }
            await context.WriteResponseHeadersAsync(headers);
            return request;
        }

        public override async Task<Text> Collect(
            IAsyncStreamReader<Text> requestStream,
            ServerCallContext context
        )
        {
            var all = new Text();
            await foreach (var part in requestStream.ReadAllAsync(context.CancellationToken))
            {
                all.Value += part.Value;
            }
            return all;
        }

        public override async Task Spell(
            Text request,
            IServerStreamWriter<Text> responseStream,
            ServerCallContext context
        )
        {
            foreach (var letter in request.Value)
            {
                await responseStream.WriteAsync(
                    new Text { Value = $"{letter}" },
                    context.CancellationToken
                );
            }
        }

        public override async Task Talk(
            IAsyncStreamReader<Text> requestStream,
            IServerStreamWriter<Text> responseStream,
            ServerCallContext context
        )
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                await responseStream.WriteAsync(requestStream.Current);
            }
        }
    }
}
