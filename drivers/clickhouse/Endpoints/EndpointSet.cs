using Microsoft.Extensions.Logging;
using Platform.ClickHouse.Http;

namespace Platform.ClickHouse.Endpoints;

/// <summary>Takes each request to a healthy endpoint, round robin, and to another when that one fails and a retry is safe.</summary>
internal sealed class EndpointSet : IAsyncDisposable
{
    private readonly Endpoint[] _endpoints;
    private readonly RetryOptions _retry;
    private readonly ILogger _logger;
    private int _next;

    public EndpointSet(ClickHouseOptions options, ILogger logger)
    {
        var credentials = new Credentials(options);
        _retry = options.Retry;
        _logger = logger;
        _endpoints = new Endpoint[options.Endpoints.Count];
        for (var i = 0; i < _endpoints.Length; i++)
        {
            _endpoints[i] = new(options.Endpoints[i], options, credentials, logger);
        }
    }

    public IReadOnlyList<Endpoint> All => _endpoints;

    /// <summary>
    /// Sends a request and hands the answer to <paramref name="read"/>; a failure in either is retried as far as the request allows.
    /// </summary>
    public async Task<T> RunAsync<T>(
        Request request,
        Func<Exchange, CancellationToken, ValueTask<T>> read,
        CancellationToken ct
    )
    {
        ClickHouseException? last = null;
        var learned = 0;
        for (var attempt = 1; ; attempt++)
        {
            ct.ThrowIfCancellationRequested();
            var endpoint = Pick(request.Kind, last?.Endpoint) ?? throw last ?? NoneAvailable();
            var queryId = attempt == 1 ? request.QueryId : $"{request.QueryId}-{attempt}";
            using var body = request.MakeBody();
            try
            {
                return await endpoint.RunAsync(request, body, queryId, read, ct);
            }
            catch (ClickHouseException e)
                when (learned < _endpoints.Length && endpoint.LearnsFrom(e))
            {
                learned++;
                attempt--;
                continue;
            }
            catch (ClickHouseException e)
            {
                if (
                    attempt >= _retry.Attempts
                    || !request.MayRetry(
                        e,
                        body is NativeContent { Started: true },
                        _endpoints.Length > 1
                    )
                )
                {
                    throw;
                }
                last = e;
                Log.Retried(_logger, queryId, e.Endpoint, e.Message);
            }
            await Task.Delay(Backoff(attempt), ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var endpoint in _endpoints)
        {
            await endpoint.DisposeAsync();
        }
    }

    // A retried read goes elsewhere; a retried insert stays where its token is surely known, while that endpoint is up.
    private Endpoint? Pick(RequestKind kind, Uri? failed)
    {
        var start = Interlocked.Increment(ref _next);
        Endpoint? second = null;
        for (var i = 0; i < _endpoints.Length; i++)
        {
            var endpoint = _endpoints[(int)((uint)(start + i) % (uint)_endpoints.Length)];
            if (!endpoint.IsAvailable)
            {
                continue;
            }
            if (
                failed is null
                || (endpoint.Address == failed) == (kind == RequestKind.DeduplicatedInsert)
            )
            {
                return endpoint;
            }
            second ??= endpoint;
        }
        return second;
    }

    private ClickHouseException NoneAvailable() =>
        new(
            "No ClickHouse endpoint is available; each is put aside until it answers a probe. "
                + (_endpoints[0].Status.LastError ?? "")
        )
        {
            Name = ClientErrors.NoneAvailable,
            IsTransient = true,
            SurelyNotExecuted = true,
        };

    private TimeSpan Backoff(int attempt)
    {
        var whole = Math.Min(
            _retry.FirstDelay.Ticks << Math.Min(attempt - 1, 20),
            _retry.MaxDelay.Ticks
        );
        return TimeSpan.FromTicks((long)(whole * (0.5 + (Random.Shared.NextDouble() / 2))));
    }
}
