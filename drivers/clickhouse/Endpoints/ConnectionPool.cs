using System.Net;

namespace Platform.ClickHouse.Endpoints;

/// <summary>The connections to one endpoint: at most so many, and a wait for one that ends.</summary>
internal sealed class ConnectionPool : IDisposable
{
    // ClickHouse closes idle connections after 10 s (3 s before version 23.11, where a retry inside the handler covers it).
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(9);

    private readonly Uri _address;
    private readonly ClickHouseOptions _options;
    private readonly SemaphoreSlim _free;
    private int _waiting;

    public ConnectionPool(Uri address, ClickHouseOptions options)
    {
        _address = address;
        _options = options;
        _free = new(options.MaxConnections, options.MaxConnections);
        Invoker = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = options.ConnectTimeout,
                // Room for a probe beside the requests.
                MaxConnectionsPerServer = options.MaxConnections + 1,
                // Draining an unwanted result would keep the server at work: close instead.
                MaxResponseDrainSize = 0,
                ResponseDrainTimeout = TimeSpan.FromMilliseconds(1),
                PooledConnectionIdleTimeout = IdleTimeout,
                UseCookies = false,
                UseProxy = false,
            }
        );
    }

    public HttpMessageInvoker Invoker { get; }

    public int Free => _free.CurrentCount;

    public int InUse => _options.MaxConnections - _free.CurrentCount;

    public int Waiting => Volatile.Read(ref _waiting);

    public async ValueTask<IDisposable> AcquireAsync(string queryId, CancellationToken ct)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await _free.WaitAsync(_options.AcquireTimeout, ct))
            {
                throw new ClickHouseException(
                    $"All {_options.MaxConnections} connections to {_address} stayed in use for {_options.AcquireTimeout}; "
                        + "read results to the end or dispose them, or raise ClickHouse:MaxConnections."
                )
                {
                    Name = ClientErrors.PoolExhausted,
                    IsTransient = true,
                    SurelyNotExecuted = true,
                    QueryId = queryId,
                    Endpoint = _address,
                };
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        return new Slot(_free);
    }

    public void Dispose()
    {
        Invoker.Dispose();
        _free.Dispose();
    }

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        private SemaphoreSlim? _free = free;

        public void Dispose()
        {
            try
            {
                Interlocked.Exchange(ref _free, null)?.Release();
            }
            catch (ObjectDisposedException)
            {
                // The client was disposed while a result was still being read; there is no one left to give the slot to.
            }
        }
    }
}
