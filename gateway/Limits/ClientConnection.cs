namespace Platform.Gateway.Limits;

/// <summary>A feature of every connection of a client: how many calls it carries, and whether there was room for it.</summary>
internal sealed class ClientConnection(bool overLimit)
{
    private volatile bool _overLimit = overLimit;

    /// <summary>It came when all places were taken; its calls are refused until one becomes free.</summary>
    public bool OverLimit
    {
        get => _overLimit;
        set => _overLimit = value;
    }

    public OpenStreams Streams { get; } = new();
}
