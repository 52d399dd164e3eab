namespace Platform.Stream.Engines.Faster;

/// <summary>Wakes everyone who waits, each time it is given; costs nothing when nobody does.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource? _waiting;

    /// <summary>
    /// Completes at the next <see cref="Give"/>. Take it first, then look whether there is still
    /// reason to wait.
    /// </summary>
    public Task Next()
    {
        while (true)
        {
            if (Volatile.Read(ref _waiting) is { } waiting)
            {
                return waiting.Task;
            }
            Interlocked.CompareExchange(
                ref _waiting,
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
                null
            );
        }
    }

    public void Give() => Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
}
