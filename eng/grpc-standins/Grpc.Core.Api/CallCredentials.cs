namespace Grpc.Core;

/// <summary>What a credential is asked for: which service and method a call goes to.</summary>
public class AuthInterceptorContext
{
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None) { }

    public AuthInterceptorContext(
        string serviceUrl,
        string methodName,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    public string ServiceUrl { get; }

    public string MethodName { get; }

    public CancellationToken CancellationToken { get; }
}

/// <summary>Adds a credential to the headers of a call about to be sent.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>Reads what a call credential is made of; the client implements it.</summary>
public abstract class CallCredentialsConfiguratorBase
{
    public abstract void SetCompositeCredentials(
        object? state,
        IReadOnlyList<CallCredentials> credentials
    );

    public abstract void SetAsyncAuthInterceptorCredentials(
        object? state,
        AsyncAuthInterceptor interceptor
    );
}

/// <summary>Authenticates single calls.</summary>
public abstract class CallCredentials
{
    /// <summary>All of the given ones, in order; two at least.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) =>
        new Composite(credentials);

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) =>
        new FromDelegate(interceptor);

    public abstract void InternalPopulateConfiguration(
        CallCredentialsConfiguratorBase configurator,
        object? state
    );

    private sealed class Composite : CallCredentials
    {
        private readonly IReadOnlyList<CallCredentials> _credentials;

        public Composite(CallCredentials[] credentials)
        {
            if (credentials.Length < 2)
            {
                throw new ArgumentException(
                    "Composite credentials object can only be created from 2 or more credentials."
                );
            }
            _credentials = [.. credentials];
        }

        public override void InternalPopulateConfiguration(
            CallCredentialsConfiguratorBase configurator,
            object? state
        ) => configurator.SetCompositeCredentials(state, _credentials);
    }

    private sealed class FromDelegate : CallCredentials
    {
        private readonly AsyncAuthInterceptor _interceptor;

        public FromDelegate(AsyncAuthInterceptor interceptor)
        {
            ArgumentNullException.ThrowIfNull(interceptor);
            _interceptor = interceptor;
        }

        public override void InternalPopulateConfiguration(
            CallCredentialsConfiguratorBase configurator,
            object? state
        ) => configurator.SetAsyncAuthInterceptorCredentials(state, _interceptor);
    }
}
