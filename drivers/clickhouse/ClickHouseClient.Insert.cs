using System.Text;
using Platform.ClickHouse.Http;

namespace Platform.ClickHouse;

public sealed partial class ClickHouseClient
{
    /// <summary>
    /// Inserts a block under its columns' names. It goes from its arrays to the connection without being gathered first; they must not change
    /// until the call returns, and are the caller's again then. Retried only when it can't be doubled: with a deduplication token, or when
    /// surely nothing was sent.
    /// </summary>
    /// <param name="table">"table" or "database.table"; each part is quoted.</param>
    public Task<QuerySummary> InsertAsync(
        string table,
        Block block,
        InsertOptions? options = null,
        CancellationToken ct = default
    )
    {
        ArgumentNullException.ThrowIfNull(block);
        var request = MakeInsert(table, block.Names, options) with
        {
            Rows = () => new(block, _options.Gzip),
        };
        return Traced("INSERT", request, () => _endpoints.RunAsync(request, DrainAsync, ct));
    }

    /// <summary>
    /// Inserts blocks as they come, in one statement. All must have the columns named. A source can be read only once, so this is retried only
    /// when nothing was sent. The server may keep the blocks it had taken when a later one fails.
    /// </summary>
    public Task<QuerySummary> InsertAsync(
        string table,
        IReadOnlyList<string> columns,
        IAsyncEnumerable<Block> blocks,
        InsertOptions? options = null,
        CancellationToken ct = default
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(blocks);
        var request = MakeInsert(table, columns, options) with
        {
            Rows = () => new(blocks, _options.Gzip),
            CanRepeatBody = false,
        };
        return Traced("INSERT", request, () => _endpoints.RunAsync(request, DrainAsync, ct));
    }

    private Request MakeInsert(string table, IReadOnlyList<string> columns, InsertOptions? options)
    {
        if (columns.Count == 0)
        {
            throw new ArgumentException("An insert needs at least one column.", nameof(columns));
        }
        var sql = new StringBuilder("INSERT INTO ")
            .Append(Identifier.QuoteTable(table))
            .Append(" (");
        for (var i = 0; i < columns.Count; i++)
        {
            sql.Append(i == 0 ? "" : ", ").Append(Identifier.Quote(columns[i]));
        }
        var address = MakeAddress(options?.Settings)
            .Add("query", sql.Append(") FORMAT Native").ToString());
        if (options?.DeduplicationToken is { } token)
        {
            address.Add("insert_deduplication_token", token);
        }
        return new()
        {
            Kind = options?.DeduplicationToken is null
                ? RequestKind.Insert
                : RequestKind.DeduplicatedInsert,
            QueryId = options?.QueryId ?? NewQueryId(),
            Timeout = options?.Timeout ?? _options.ResponseTimeout,
            Address = address,
        };
    }
}
