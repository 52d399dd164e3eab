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

    // The server calls it only to learn the methods; there is never a handler.
    public static void Bind(ServiceBinderBase binder, TimeseriesServiceContract? handler)
    {
        _ = handler;
        TimeseriesService.BindService(new FrameBinder(binder), null);
    }

    private sealed class FrameBinder(ServiceBinderBase inner) : ServiceBinderBase
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
            ServerStreamingServerMethod<TRequest, TResponse>? handler
        )
        {
            if (method is Method<SubscribeTicksRequest, SubscribeTicksResponse>)
            {
                inner.AddMethod(
                    WithFrames(method),
                    (ServerStreamingServerMethod<TRequest, EncodedFrame>?)null
                );
                return;
            }
            inner.AddMethod(method, handler);
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            DuplexStreamingServerMethod<TRequest, TResponse>? handler
        )
        {
            if (method is Method<TickSessionRequest, TickSessionResponse>)
            {
                inner.AddMethod(
                    WithFrames(method),
                    (DuplexStreamingServerMethod<TRequest, EncodedFrame>?)null
                );
                return;
            }
            inner.AddMethod(method, handler);
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
