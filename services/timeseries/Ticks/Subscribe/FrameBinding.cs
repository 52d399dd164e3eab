using Grpc.Core;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// Binds the service as the generated code does, except that the methods sending ticks answer with
/// <see cref="EncodedFrame"/>, which goes out without a message object being built for it.
/// </summary>
internal static class FrameBinding
{
    public static Google.Protobuf.Reflection.ServiceDescriptor Descriptor =>
        TimeseriesService.Descriptor;

    public static void Bind(ServiceBinderBase binder, TimeseriesHandler? handler) =>
        TimeseriesService.BindService(new FrameBinder(binder, handler), handler);

    private sealed class FrameBinder(ServiceBinderBase inner, TimeseriesHandler? handler)
        : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            UnaryServerMethod<TRequest, TResponse>? handler
        ) => inner.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ClientStreamingServerMethod<TRequest, TResponse>? handler
        ) => inner.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ServerStreamingServerMethod<TRequest, TResponse>? unused
        )
        {
            if (method is Method<SubscribeTicksRequest, SubscribeTicksResponse> subscribe)
            {
                inner.AddMethod(
                    WithFrames(subscribe),
                    handler is null
                        ? null
                        : new ServerStreamingServerMethod<SubscribeTicksRequest, EncodedFrame>(
                            handler.SubscribeTicks
                        )
                );
                return;
            }
            inner.AddMethod(method, unused);
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            DuplexStreamingServerMethod<TRequest, TResponse>? unused
        )
        {
            if (method is Method<TickSessionRequest, TickSessionResponse> session)
            {
                inner.AddMethod(
                    WithFrames(session),
                    handler is null
                        ? null
                        : new DuplexStreamingServerMethod<TickSessionRequest, EncodedFrame>(
                            handler.TickSession
                        )
                );
                return;
            }
            inner.AddMethod(method, unused);
        }

        private static Method<TRequest, EncodedFrame> WithFrames<TRequest, TResponse>(
            Method<TRequest, TResponse> method
        )
            where TRequest : class
            where TResponse : class =>
            new(
                method.Type,
                method.ServiceName,
                method.Name,
                method.RequestMarshaller,
                EncodedFrame.Marshaller
            );
    }
}
