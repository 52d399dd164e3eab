using Platform.Gateway.Keys;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Calls;

/// <summary>One call on its way through the gateway: a feature of its request.</summary>
internal sealed class Call : IDisposable
{
    private readonly ApiKey _key;
    private readonly CancellationToken _clientGone;
    private readonly CancellationTokenSource _ended;
    private GrpcFrames _relayed;

    public Call(HttpContext context, ApiKey key, int messageBytesMax)
    {
        Context = context;
        _key = key;
        _clientGone = context.RequestAborted;
        // The call ends when its caller goes, and when its key does.
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_clientGone, key.Ended);
        context.RequestAborted = _ended.Token;
        Request = new RequestContent(this, context.Request.BodyReader, messageBytesMax);
        context.Features.Set(this);
    }

    public HttpContext Context { get; }

    /// <summary>What the caller sends, as the service gets it.</summary>
    public RequestContent Request { get; }

    /// <summary>Why the gateway itself ends the call.</summary>
    public RichStatus? Refusal { get; set; }

    /// <summary>The service broke off in the middle of its answer.</summary>
    public bool AnswerFailed { get; set; }

    /// <summary>The service's own status is with the caller, or on its way.</summary>
    public bool StatusSent { get; set; }

    /// <summary>Some of the answer is with the caller, or on its way.</summary>
    public bool AnswerBegun { get; private set; }

    /// <summary>What was relayed ends where a message ends.</summary>
    public bool AtBoundary => _relayed.AtBoundary;

    public bool ClientGone => _clientGone.IsCancellationRequested;

    public bool KeyEnded => _key.Ended.IsCancellationRequested;

    public void Relayed(ReadOnlySpan<byte> bytes)
    {
        AnswerBegun = true;
        _relayed.Advance(bytes);
    }

    public void Dispose()
    {
        _ended.Dispose();
        Request.Dispose();
    }
}
