using Grpc.Core;
using Platform.Timeseries.Ticks.Read;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// Binds the service as the generated code does, except that the methods sending ticks answer with
/// <see cref="EncodedFrame"/> or <see cref="EncodedTicks"/>, which go out without a message object being built.
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
                    With(method, EncodedFrame.Marshaller),
                    (ServerStreamingServerMethod<TRequest, EncodedFrame>?)null
                );
                return;
            }
            if (method is Method<ReadTicksRequest, ReadTicksResponse>)
            {
                inner.AddMethod(
                    With(method, EncodedTicks.Marshaller),
                    (ServerStreamingServerMethod<TRequest, EncodedTicks>?)null
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
                    With(method, EncodedFrame.Marshaller),
                    (DuplexStreamingServerMethod<TRequest, EncodedFrame>?)null
                );
                return;
            }
            inner.AddMethod(method, handler);
        }

        private static Method<TRequest, TEncoded> With<TRequest, TResponse, TEncoded>(
            Method<TRequest, TResponse> method,
            Marshaller<TEncoded> marshaller
        )
            where TRequest : class
            where TResponse : class
            where TEncoded : class =>
            new(method.Type, method.ServiceName, method.Name, method.RequestMarshaller, marshaller);
    }
}
