namespace Grpc.Core;

/// <summary>Incoming messages, one after the other.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message the last successful MoveNext read.</summary>
    T Current { get; }

    /// <summary>False at the end of the stream.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Outgoing messages; one write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the next and all later writes; null means the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    /// <summary>As WriteAsync(T); a writer that can't cancel refuses a cancellable token.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? throw new NotSupportedException(
                "Cancellation of stream writes is not supported by this gRPC implementation."
            )
            : WriteAsync(message);
}

/// <summary>A server's outgoing messages; they end when the handler returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>A client's outgoing messages, ended by hand.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    Task CompleteAsync();
}

public static class AsyncStreamReaderExtensions
{
    /// <summary>MoveNext without a way to cancel.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}
