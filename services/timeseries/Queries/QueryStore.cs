using System.Globalization;
using Microsoft.Extensions.Options;
using Platform.ClickHouse;
using Platform.Timeseries.V1;

namespace Platform.Timeseries.Queries;

/// <summary>
/// The store as queries of callers see it: connections of their own, so that they never wait in front of ticks, no
/// second attempt, and every statement under the limits as a reader.
/// </summary>
internal sealed class QueryStore : IAsyncDisposable
{
    private readonly ClickHouseClient _client;
    private readonly QueryLimits _limits;

    public QueryStore(
        IOptions<ClickHouseOptions> store,
        IOptions<QueryLimits> limits,
        ILogger<ClickHouseClient> log
    )
    {
        _limits = limits.Value;
        var options = store.Value;
        Database = options.Database;
        _client = new ClickHouseClient(
            new ClickHouseOptions
            {
                Endpoints = options.Endpoints,
                User = options.User,
                Password = options.Password,
                PasswordFile = options.PasswordFile,
                Database = options.Database,
                MinConnections = 0,
                MaxConnections = _limits.RunningMax * 2,
                ConnectTimeout = options.ConnectTimeout,
                AcquireTimeout = options.AcquireTimeout,
                ResponseTimeout = TimeSpan.FromSeconds(_limits.SecondsMax + 15),
                ReadTimeout = TimeSpan.FromSeconds(_limits.SecondsMax + 15),
                Gzip = options.Gzip,
                Settings = options.Settings,
                // A query that broke a limit would only break it again.
                Retry = new RetryOptions { Attempts = 1 },
                Breaker = options.Breaker,
            },
            log
        );
    }

    /// <summary>The database of names that don't say theirs.</summary>
    public string Database { get; }

    /// <summary>Runs a statement that was looked at before.</summary>
    public IAsyncEnumerable<Block> RunAsync(
        string sql,
        QueryParameters parameters,
        QueryBounds bounds,
        Action<QuerySummary>? summary,
        CancellationToken cancellation
    ) =>
        _client.QueryAsync(
            sql,
            parameters,
            new QueryOptions { Settings = Settings(bounds), OnSummary = summary },
            cancellation
        );

    /// <summary>What the store makes of a statement, a line a row; nothing of it runs.</summary>
    public async Task<List<string>> ExplainAsync(
        string explain,
        QueryParameters parameters,
        QueryBounds bounds,
        CancellationToken cancellation
    )
    {
        var lines = new List<string>();
        await foreach (var block in RunAsync(explain, parameters, bounds, null, cancellation))
        {
            using (block)
            {
                for (var row = 0; row < block.RowCount; row++)
                {
                    lines.Add(((StringColumn)block[0]).GetString(row));
                }
            }
        }
        return lines;
    }

    /// <summary>A statement of the service's own, without bounds of a caller.</summary>
    public Task<IReadOnlyList<Row>> AskAsync(string sql, CancellationToken cancellation) =>
        _client.QueryRowsAsync(sql, ct: cancellation);

    /// <summary>Every other database there is at this moment: a query may name none of them.</summary>
    public async Task<IReadOnlyCollection<string>> ForeignDatabasesAsync(
        CancellationToken cancellation
    )
    {
        var rows = await AskAsync(
            "SELECT name FROM system.databases WHERE name != currentDatabase()",
            cancellation
        );
        return [.. rows.Select(row => row.Get<string>("name"))];
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Dictionary<string, string> Settings(QueryBounds bounds) =>
        new(StringComparer.Ordinal)
        {
            // 1: no writing, and no SETTINGS clause that could lift what follows.
            ["readonly"] = "1",
            ["allow_ddl"] = "0",
            ["max_execution_time"] = Text(bounds.Seconds),
            ["timeout_overflow_mode"] = "throw",
            ["max_result_rows"] = Text(bounds.Rows),
            ["max_result_bytes"] = Text(bounds.Bytes),
            ["result_overflow_mode"] = "throw",
            ["max_rows_to_read"] = Text(_limits.ReadRowsMax),
            ["max_bytes_to_read"] = Text(_limits.ReadBytesMax),
            ["read_overflow_mode"] = "throw",
            ["max_memory_usage"] = Text(_limits.MemoryBytesMax),
            ["max_threads"] = Text(_limits.ThreadsMax),
            ["max_ast_elements"] = Text(_limits.NodesMax),
            ["max_expanded_ast_elements"] = Text(_limits.NodesMax * 10L),
            ["max_query_size"] = Text(_limits.TextBytesMax + 64L),
            ["max_temporary_columns"] = "2000",
            // Nothing is spilled to the host's disk.
            ["max_bytes_before_external_sort"] = "0",
            ["max_bytes_before_external_group_by"] = "0",
            ["allow_introspection_functions"] = "0",
        };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The limits of one query: the service's, or lower ones the caller asked for.</summary>
internal readonly record struct QueryBounds(int Seconds, long Rows, long Bytes)
{
    private const long ParseBytesMax = 64 << 20;

    public static QueryBounds Of(QueryRequest request, QueryLimits limits) =>
        new(
            (int)Lower(request.MaxSeconds, limits.SecondsMax),
            Lower(request.MaxRows, limits.RowsMax),
            Lower(request.MaxBytes, limits.BytesMax)
        );

    /// <summary>For the parse of the query: a line a node, each at most as long as the text and its indent.</summary>
    public QueryBounds OfParse(QueryLimits limits) =>
        this with
        {
            Rows = limits.NodesMax * 2L,
            Bytes = Math.Max(limits.BytesMax, ParseBytesMax),
        };

    private static long Lower(ulong asked, long limit) =>
        asked == 0 || asked > (ulong)limit ? limit : (long)asked;
}
