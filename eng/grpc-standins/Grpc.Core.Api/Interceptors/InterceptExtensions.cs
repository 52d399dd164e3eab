namespace Grpc.Core.Interceptors;

/// <summary>Puts interceptors before an invoker; of several, the first given sees a call first.</summary>
public static class CallInvokerExtensions
{
    public static CallInvoker Intercept(this CallInvoker invoker, Interceptor interceptor) =>
        new InterceptingCallInvoker(invoker, interceptor);

    public static CallInvoker Intercept(this CallInvoker invoker, params Interceptor[] interceptors)
    {
        ArgumentNullException.ThrowIfNull(invoker);
        ArgumentNullException.ThrowIfNull(interceptors);
        for (var i = interceptors.Length - 1; i >= 0; i--)
        {
            invoker = invoker.Intercept(interceptors[i]);
        }
        return invoker;
    }

    /// <summary>Replaces the headers of each call by what the function makes of them.</summary>
    public static CallInvoker Intercept(
        this CallInvoker invoker,
        Func<Metadata, Metadata> interceptor
    )
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return invoker.Intercept(new ContextInterceptor(new HeaderChange(interceptor)));
    }

    private sealed class HeaderChange(Func<Metadata, Metadata> change) : IContextChange
    {
        public ClientInterceptorContext<TRequest, TResponse> Change<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context
        )
            where TRequest : class
            where TResponse : class
        {
            var headers = change(context.Options.Headers ?? []);
            return new(context.Method, context.Host, context.Options.WithHeaders(headers));
        }
    }
}

/// <summary>Puts interceptors before a channel.</summary>
public static class ChannelExtensions
{
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor) =>
        channel.CreateCallInvoker().Intercept(interceptor);

    public static CallInvoker Intercept(
        this ChannelBase channel,
        params Interceptor[] interceptors
    ) => channel.CreateCallInvoker().Intercept(interceptors);

    public static CallInvoker Intercept(
        this ChannelBase channel,
        Func<Metadata, Metadata> interceptor
    ) => channel.CreateCallInvoker().Intercept(interceptor);
}
