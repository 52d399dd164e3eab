using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Platform.ClickHouse.Http;
using Polly;
using Polly.CircuitBreaker;

namespace Platform.ClickHouse.Endpoints;

/// <summary>One HTTP interface: its connections, the limit on them, and the breaker that puts it aside.</summary>
internal sealed class Endpoint : IAsyncDisposable
{
    private const int ErrorBytesMax = 64 * 1024;

    private readonly ClickHouseOptions _options;
    private readonly Credentials _credentials;
    private readonly CancelSetting _cancels;
    private readonly ConnectionPool _pool;
    private readonly EndpointBreaker _breaker;
    private readonly ConnectionKeeper _keeper;

    public Endpoint(Uri address, ClickHouseOptions options, Credentials credentials, ILogger logger)
    {
        Address = address;
        _options = options;
        _credentials = credentials;
        _cancels = new(options);
        _pool = new(address, options);
        _breaker = new(address, options.Breaker, PingAsync, logger);
        _keeper = new(options, () => _breaker.IsClosed ? _pool.Free : 0, PingAsync);
    }

    public Uri Address { get; }

    public bool IsAvailable => _breaker.IsClosed;

    public EndpointStatus Status =>
        new(
            Address,
            _breaker.IsClosed,
            _breaker.LastError,
            _pool.InUse,
            _pool.Waiting,
            _options.MaxConnections
        );

    /// <summary>
    /// Sends a request and gives its answer to <paramref name="read"/>, which then owns it unless it fails.
    /// </summary>
    /// <exception cref="ClickHouseException">The server refused it, or couldn't be reached or read.</exception>
    public async Task<T> RunAsync<T>(
        Request request,
        HttpContent body,
        string queryId,
        Func<Exchange, CancellationToken, ValueTask<T>> read,
        CancellationToken ct
    )
    {
        var connection = await _pool.AcquireAsync(queryId, ct);
        try
        {
            return await _breaker.RunAsync(
                async token =>
                {
                    var exchange = await SendAsync(connection, request, body, queryId, token);
                    return await ReadAsync(exchange, read, token);
                },
                ct
            );
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>True when the request failed only for a setting of the driver's own, which won't be sent again.</summary>
    public bool LearnsFrom(ClickHouseException e) => _cancels.LearnsFrom(e);

    /// <summary>Counts a failure that came after the head of an answer.</summary>
    public ValueTask ReportAsync(ClickHouseException fault) => _breaker.ReportAsync(fault);

    /// <summary>GET /ping, which needs no user and touches no data.</summary>
    public Task PingAsync(CancellationToken ct) => PingAsync(() => Task.CompletedTask, ct);

    /// <summary>The same; the connection is in use until <paramref name="keep"/>, called once there is an answer, is over.</summary>
    private async Task PingAsync(Func<Task> keep, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(_options.ConnectTimeout);
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/ping"));
        try
        {
            using var response = await _pool.Invoker.SendAsync(message, timeout.Token);
            await keep();
            await response.Content.LoadIntoBufferAsync(timeout.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw ServerError.FromAnswer(response.StatusCode, 0, "", "", Address);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not ClickHouseException)
        {
            throw TransportError.From(e, this, "", sent: false);
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
    }

    /// <summary>Opens the least number of connections and begins to keep them open.</summary>
    public Task OpenAsync(CancellationToken ct) => _keeper.StartAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        await _breaker.DisposeAsync();
        _pool.Dispose();
    }

    private async Task<Exchange> SendAsync(
        IDisposable connection,
        Request request,
        HttpContent body,
        string queryId,
        CancellationToken ct
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(request.Timeout);
        using var message = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(Address, request.Address.Build(queryId, _cancels.FieldFor(request.Kind)))
        );
        message.Content = body;
        _credentials.AddTo(message);
        if (_options.Gzip)
        {
            message.Headers.AcceptEncoding.Add(new("gzip"));
        }
        HttpResponseMessage? response = null;
        try
        {
            response = await _pool.Invoker.SendAsync(message, timeout.Token);
            var stream = await response.Content.ReadAsStreamAsync(timeout.Token);
            var code = ExceptionCode(response);
            if (!response.IsSuccessStatusCode || code != 0)
            {
                var text = await ReadErrorAsync(response, stream, timeout.Token);
                throw ServerError.FromAnswer(response.StatusCode, code, text, queryId, Address);
            }
            var exchange = new Exchange(this, response, stream, queryId, connection);
            response = null;
            return exchange;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not ClickHouseException)
        {
            if (body is NativeContent { SourceError: { } source })
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(source);
            }
            throw TransportError.From(
                e,
                this,
                queryId,
                timeout.IsCancellationRequested,
                body is not NativeContent { Started: false },
                request.Timeout < _options.ResponseTimeout
            );
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, ct);
        }
        finally
        {
            response?.Dispose();
            if (body is NativeContent rows)
            {
                // The caller may reuse its arrays once we return.
                await rows.Finished;
            }
        }
    }

    private static async ValueTask<T> ReadAsync<T>(
        Exchange exchange,
        Func<Exchange, CancellationToken, ValueTask<T>> read,
        CancellationToken ct
    )
    {
        try
        {
            return await read(exchange, ct);
        }
        catch
        {
            exchange.Dispose();
            throw;
        }
    }

    private static int ExceptionCode(HttpResponseMessage response) =>
        int.TryParse(
            Exchange.HeaderOf(response, "X-ClickHouse-Exception-Code"),
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var code
        )
            ? code
            : 0;

    private static async Task<string> ReadErrorAsync(
        HttpResponseMessage response,
        Stream stream,
        CancellationToken ct
    )
    {
        var text = new byte[ErrorBytesMax];
        var length = 0;
        try
        {
            await using var body = Exchange.Decompressed(response, stream);
            length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, ct);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or HttpRequestException)
        {
            // The status and the code are already known; a text cut short is no reason to lose them.
        }
        return Encoding.UTF8.GetString(text, 0, length);
    }
}
