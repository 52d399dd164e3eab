using Grpc.Core;

namespace Platform.ServiceDefaults;

/// <summary>
/// What a service knows of the exceptions of its store: register one for each, and handlers need not
/// catch them.
/// </summary>
public interface IErrorTranslation
{
    /// <summary>The error for the caller; null when the exception is none of this one's.</summary>
    RpcException? Translate(Exception exception);
}
