using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Platform.ClickHouse.Endpoints;

/// <summary>
/// Puts an endpoint aside: at once when it can't be connected to, or when too many of its requests fail. From then on only
/// probes go to it, further and further apart, and the first that is answered brings it back.
/// </summary>
internal sealed class EndpointBreaker : IAsyncDisposable
{
    private readonly Uri _address;
    private readonly BreakerOptions _options;
    private readonly Func<CancellationToken, Task> _ping;
    private readonly ILogger _logger;
    private readonly CircuitBreakerManualControl _control = new();
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task? _probing;

    public EndpointBreaker(
        Uri address,
        BreakerOptions options,
        Func<CancellationToken, Task> ping,
        ILogger logger
    )
    {
        _address = address;
        _options = options;
        _ping = ping;
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder()
            .AddCircuitBreaker(
                new()
                {
                    FailureRatio = options.FailureRatio,
                    MinimumThroughput = options.MinimumRequests,
                    SamplingDuration = options.Window,
                    // Only a probe closes it again, never the passing of time.
                    BreakDuration = TimeSpan.FromDays(1),
                    ManualControl = _control,
                    StateProvider = _state,
                    ShouldHandle = args =>
                        new(
                            args.Outcome.Exception is ClickHouseException { IsEndpointFault: true }
                        ),
                    OnOpened = args =>
                    {
                        StartProbing(args.Outcome.Exception);
                        return default;
                    },
                }
            )
            .Build();
    }

    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    public string? LastError { get; private set; }

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken ct)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await request(token), ct);
        }
        catch (BrokenCircuitException e)
        {
            throw Aside(e);
        }
        catch (ClickHouseException e) when (e.Name == ClientErrors.Unreachable)
        {
            await PutAsideAsync(e);
            throw;
        }
    }

    public async ValueTask ReportAsync(ClickHouseException fault)
    {
        if (!fault.IsEndpointFault || !IsClosed)
        {
            return;
        }
        try
        {
            await _pipeline.ExecuteAsync<int>(_ => throw fault, CancellationToken.None);
        }
        catch (Exception e) when (e is ClickHouseException or BrokenCircuitException)
        {
            // Counting it is all that was wanted.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task? probing;
        lock (_lock)
        {
            probing = _probing;
        }
        if (probing is not null)
        {
            await probing;
        }
        _stop.Dispose();
    }

    private async Task PutAsideAsync(ClickHouseException fault)
    {
        if (IsClosed)
        {
            await _control.IsolateAsync();
        }
        StartProbing(fault);
    }

    private void StartProbing(Exception? fault)
    {
        lock (_lock)
        {
            LastError = fault?.Message ?? LastError;
            if (_probing is { IsCompleted: false } || _stop.IsCancellationRequested)
            {
                return;
            }
            _probing = Task.Run(ProbeAsync);
        }
        Log.PutAside(_logger, _address, fault?.Message ?? "");
    }

    private async Task ProbeAsync()
    {
        var wait = _options.FirstProbe;
        while (true)
        {
            try
            {
                await Task.Delay(wait * (0.5 + (Random.Shared.NextDouble() / 2)), _stop.Token);
                await _ping(_stop.Token);
                break;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (ClickHouseException e)
            {
                LastError = e.Message;
                wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, _options.MaxProbe.Ticks));
            }
        }
        lock (_lock)
        {
            _probing = null;
            // Before it is used again: an error that comes from then on is a new one.
            LastError = null;
        }
        await _control.CloseAsync(CancellationToken.None);
        Log.Returned(_logger, _address);
    }

    private ClickHouseException Aside(Exception e) =>
        new($"{_address} is put aside until it answers a probe: {LastError}", e)
        {
            Name = ClientErrors.NoneAvailable,
            IsTransient = true,
            SurelyNotExecuted = true,
            Endpoint = _address,
        };
}
