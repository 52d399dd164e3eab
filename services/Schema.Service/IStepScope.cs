namespace Platform.Schema.Service;

/// <summary>Keeps the store's own writers out of a step's way. Disposing lets them go on.</summary>
public interface IStepScope : IAsyncDisposable
{
    /// <summary>Returns when nothing is being written, and nothing is until <see cref="Resume"/>.</summary>
    /// <exception cref="StoreNotStillException">Somebody did not come to an end.</exception>
    Task HaltAsync(CancellationToken cancellation);

    void Resume();
}

/// <summary>Writing to the store did not come to a halt in time; nothing was changed for that reason.</summary>
public sealed class StoreNotStillException(string message) : Exception(message);

/// <summary>
/// What is done between its begin and its commit is done whole or not at all. Disposing without a commit
/// takes it back.
/// </summary>
public interface IStoreTransaction : IAsyncDisposable
{
    Task CommitAsync(CancellationToken cancellation);
}
