using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Platform.Gateway.Keys;
using RichStatus = Google.Rpc.Status;

namespace Platform.Gateway.Calls;

/// <summary>
/// One call on its way through the gateway. It stands in for the two features the proxy uses to give
/// a call up, so that the caller gets a status with its reason instead of a broken stream.
/// </summary>
internal sealed class Call : IHttpResetFeature, IHttpRequestLifetimeFeature, IDisposable
{
    private readonly IHttpResetFeature? _transport;
    private readonly CancellationToken _clientGone;
    private readonly CancellationTokenSource _ended;

    [SuppressMessage("Style", "IDE0032", Justification = "A field: it is advanced in place.")]
    private GrpcFrames _response;

    public Call(HttpContext context, ApiKey key)
    {
        var features = context.Features;
        Context = context;
        Key = key;
        _transport = features.Get<IHttpResetFeature>();
        _clientGone = context.RequestAborted;
        // The call ends when its caller goes, and when its key does.
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_clientGone, key.Ended);
        RequestAborted = _ended.Token;
        features.Set<IHttpResetFeature>(this);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set(this);
    }

    public HttpContext Context { get; }

    public ApiKey Key { get; }

    /// <summary>Why the gateway itself ends the call.</summary>
    public RichStatus? Refusal { get; set; }

    /// <summary>The service's own status is with the caller, or on its way.</summary>
    public bool StatusSent { get; set; }

    /// <summary>The proxy wants the stream broken off.</summary>
    public bool GivenUp { get; private set; }

    public bool ClientGone => _clientGone.IsCancellationRequested;

    public bool KeyEnded => Key.Ended.IsCancellationRequested;

    /// <summary>What was relayed to the caller ends where a message ends.</summary>
    public bool AtBoundary => _response.AtBoundary;

    public CancellationToken RequestAborted { get; set; }

    public void Relayed(ReadOnlySpan<byte> bytes) => _response.Advance(bytes);

    public void Reset(int errorCode) => GivenUp = true;

    public void Abort() => GivenUp = true;

    /// <summary>Breaks the caller's stream off, with an HTTP/2 error code.</summary>
    public void BreakOff(int errorCode) => _transport?.Reset(errorCode);

    public void Dispose() => _ended.Dispose();
}
