namespace Grpc.Core;

/// <summary>
/// The part every call has in common: headers, status, trailers and disposal. The functions take a state object so
/// that a client can pass static functions and allocate no closure per call.
/// </summary>
internal readonly struct CallState(
    Func<object, Task<Metadata>> responseHeadersAsync,
    Func<object, Status> getStatus,
    Func<object, Metadata> getTrailers,
    Action<object> dispose,
    object state
)
{
    public Task<Metadata> ResponseHeadersAsync => responseHeadersAsync(state);

    public static CallState From(
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatus,
        Func<Metadata> getTrailers,
        Action dispose
    ) =>
        new(
            _ => responseHeadersAsync,
            _ => getStatus(),
            _ => getTrailers(),
            _ => dispose(),
            responseHeadersAsync
        );

    public Status GetStatus() => getStatus(state);

    public Metadata GetTrailers() => getTrailers(state);

    public void Dispose() => dispose(state);
}
