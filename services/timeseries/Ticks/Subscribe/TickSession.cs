using Grpc.Core;
using Platform.ServiceDefaults;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Ticks.Subscribe;

/// <summary>
/// Several subscriptions over one call. Each add has a number, a start and positions of its own, so
/// that a symbol added late gets its history without holding up the others.
/// </summary>
internal sealed class TickSession(
    TickSubscriber subscriber,
    IServerStreamWriter<EncodedFrame> stream
) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly List<Member> _members = [];
    private uint _lastNumber;

    /// <summary>Runs until the caller closes its side, and then until its subscriptions are removed or cancelled.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<TickSessionRequest> requests,
        CancellationToken cancellation
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var next = requests.MoveNext(ending.Token);
            while (true)
            {
                await Task.WhenAny([next, .. _members.Select(member => member.Running)]);
                await RemoveEndedAsync();
                if (!next.IsCompleted)
                {
                    continue;
                }
                if (!await next)
                {
                    break;
                }
                await HandleAsync(requests.Current, ending.Token);
                next = requests.MoveNext(ending.Token);
            }
            while (_members.Count > 0)
            {
                await Task.WhenAny(_members.Select(member => member.Running));
                await RemoveEndedAsync();
            }
        }
        finally
        {
            await ending.CancelAsync();
            foreach (var member in _members)
            {
                await member.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        foreach (var member in _members)
        {
            member.Removed.Dispose();
        }
    }

    private async Task HandleAsync(TickSessionRequest request, CancellationToken cancellation)
    {
        switch (request.RequestCase)
        {
            case TickSessionRequest.RequestOneofCase.Add:
                await AddAsync(request.Add, cancellation);
                break;
            case TickSessionRequest.RequestOneofCase.Remove:
                await RemoveAsync(request.Remove.Symbols);
                break;
            default:
                PlatformErrors.ThrowInvalid(
                    ("request", "It is neither an add nor a remove; set one of them.")
                );
                break;
        }
    }

    private async Task AddAsync(SubscribeTicksRequest add, CancellationToken cancellation)
    {
        if (add.Symbols.Count == 0)
        {
            PlatformErrors.ThrowInvalid(
                ("add.symbols", "It is empty; name the symbols, or use SubscribeTicks for all.")
            );
        }
        var already = add
            .Symbols.Where(symbol => _members.Any(m => m.Scope.Symbols.Contains(symbol)))
            .ToList();
        var scope = await subscriber.ScopeOfAsync(
            add,
            add.Symbols.Except(already, StringComparer.Ordinal),
            cancellation
        );
        var number = ++_lastNumber;
        if (already.Count == add.Symbols.Distinct(StringComparer.Ordinal).Count())
        {
            // Nothing is left to subscribe to, but the caller waits for an answer to its add.
            await ConfirmNothingAsync(number, already, cancellation);
            return;
        }
        var removed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = subscriber.RunAsync(
            add,
            scope,
            already,
            stream,
            _writing,
            number,
            removed.Token
        );
        _members.Add(new Member(scope, running, removed));
    }

    private async Task ConfirmNothingAsync(
        uint number,
        List<string> already,
        CancellationToken cancellation
    )
    {
        var frame = new EncodedFrame
        {
            Envelope = { Subscription = number, Confirmed = new Confirmed() },
        };
        frame.Envelope.Confirmed.AlreadySubscribed.AddRange(already);
        await _writing.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(frame, cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task RemoveAsync(IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            foreach (var member in _members.Where(member => member.Scope.Remove(symbol)).ToList())
            {
                if (member.Scope.IsEmpty)
                {
                    await member.Removed.CancelAsync();
                }
            }
        }
    }

    private async Task RemoveEndedAsync()
    {
        foreach (var member in _members.Where(member => member.Running.IsCompleted).ToList())
        {
            _members.Remove(member);
            try
            {
                await member.Running;
            }
            catch (OperationCanceledException) when (member.Scope.IsEmpty)
            {
                // Its last symbol was removed: the session goes on without it.
            }
            finally
            {
                member.Removed.Dispose();
            }
        }
    }

    private sealed record Member(TickScope Scope, Task Running, CancellationTokenSource Removed);
}
