using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.ClickHouse.Endpoints;
using Platform.ClickHouse.Http;
using Platform.ClickHouse.Parameters;

namespace Platform.ClickHouse;

/// <summary>
/// Speaks to ClickHouse over HTTP in Native format. One client serves the whole process: it is safe for concurrent use, and holds the
/// connections. Values reach SQL only as bound parameters ({name:Type}). Cancelling a call ends its query on the server.
/// Failures are <see cref="ClickHouseException"/>; a wrong use of the client is an ArgumentException.
/// </summary>
public sealed partial class ClickHouseClient : IAsyncDisposable
{
    private readonly ClickHouseOptions _options;
    private readonly EndpointSet _endpoints;

    /// <exception cref="ArgumentException">An option is out of bounds; the message names it.</exception>
    public ClickHouseClient(ClickHouseOptions options, ILogger<ClickHouseClient>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is [var problem, ..])
        {
            throw new ArgumentException(problem, nameof(options));
        }
        _options = options;
        _endpoints = new(options, logger ?? NullLogger<ClickHouseClient>.Instance);
    }

    /// <summary>Each endpoint's state and connections in use.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints
    {
        get
        {
            var all = new EndpointStatus[_endpoints.All.Count];
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = _endpoints.All[i].Status;
            }
            return all;
        }
    }

    /// <summary>Opens <see cref="ClickHouseOptions.MinConnections"/> to each endpoint and keeps them open. Optional.</summary>
    /// <exception cref="ClickHouseException">No endpoint answers.</exception>
    public Task OpenAsync(CancellationToken ct = default) =>
        AnyAsync(endpoint => endpoint.OpenAsync(ct));

    /// <summary>Asks every endpoint whether it is there; returns when one answers.</summary>
    /// <exception cref="ClickHouseException">None answers.</exception>
    public Task PingAsync(CancellationToken ct = default) =>
        AnyAsync(endpoint => endpoint.PingAsync(ct));

    /// <summary>Runs a statement that gives no rows (DDL, INSERT … SELECT, SET …) and waits for its end.</summary>
    public Task<QuerySummary> ExecuteAsync(
        string sql,
        QueryParameters? parameters = null,
        QueryOptions? options = null,
        CancellationToken ct = default
    )
    {
        var kind =
            options?.Idempotent == true ? RequestKind.IdempotentStatement : RequestKind.Statement;
        var request = MakeQuery(kind, sql, parameters, options);
        return Traced("EXECUTE", request, () => _endpoints.RunAsync(request, DrainAsync, ct));
    }

    public ValueTask DisposeAsync() => _endpoints.DisposeAsync();

    private async ValueTask<QuerySummary> DrainAsync(Exchange exchange, CancellationToken ct)
    {
        using var blocks = new BlockStream(exchange, _options.ReadTimeout);
        while (await blocks.NextAsync(ct) is { } block)
        {
            block.Dispose();
        }
        return exchange.Summary;
    }

    private Request MakeQuery(
        RequestKind kind,
        string sql,
        QueryParameters? parameters,
        QueryOptions? options
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        return new()
        {
            Kind = kind,
            QueryId = options?.QueryId ?? NewQueryId(),
            Timeout = options?.Timeout ?? _options.ResponseTimeout,
            Address = MakeAddress(options?.Settings)
                .AddParameters(ParameterBinder.Bind(sql, parameters)),
            Sql = sql,
        };
    }

    private RequestAddress MakeAddress(IReadOnlyDictionary<string, string>? settings)
    {
        var address = new RequestAddress().Add("database", _options.Database);
        if (_options.Gzip)
        {
            address.Add("enable_http_compression", "1");
        }
        foreach (var (name, value) in _options.Settings)
        {
            if (settings?.ContainsKey(name) != true)
            {
                address.Add(name, value);
            }
        }
        return address.AddAll(settings);
    }

    private async Task AnyAsync(Func<Endpoint, Task> ask)
    {
        var tasks = new List<Task>();
        foreach (var endpoint in _endpoints.All)
        {
            tasks.Add(ask(endpoint));
        }
        while (true)
        {
            var first = await Task.WhenAny(tasks);
            tasks.Remove(first);
            if (first.IsCompletedSuccessfully || tasks.Count == 0)
            {
                await first;
                return;
            }
        }
    }

    private static string NewQueryId() => Guid.NewGuid().ToString("N");
}
