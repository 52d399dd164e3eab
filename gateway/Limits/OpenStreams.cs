namespace Platform.Gateway.Limits;

/// <summary>Counts the calls that are open somewhere, up to a limit.</summary>
internal sealed class OpenStreams
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>False when there is no room; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter(int max)
    {
        if (Interlocked.Increment(ref _count) <= max)
        {
            return true;
        }
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
