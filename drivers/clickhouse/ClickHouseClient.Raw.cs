using System.Runtime.CompilerServices;
using Platform.ClickHouse.Http;

namespace Platform.ClickHouse;

public sealed partial class ClickHouseClient
{
    /// <summary>
    /// Streams the result of a SELECT as the bytes of whatever format its FORMAT clause names, as they come. Each piece is good until the next is
    /// asked for. A failure after the first piece can't be told from the bytes: only the exception tells it. A failure before is retried.
    /// </summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> QueryRawAsync(
        string sql,
        QueryParameters? parameters = null,
        QueryOptions? options = null,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var request = MakeQuery(RequestKind.Read, sql, parameters, options);
        using var bytes = await Traced(
            "SELECT",
            request,
            () =>
                _endpoints.RunAsync(
                    request,
                    (exchange, _) =>
                        ValueTask.FromResult(new RawStream(exchange, _options.ReadTimeout)),
                    ct
                )
        );
        while (await NextAsync(bytes, ct) is { Length: > 0 } piece)
        {
            yield return piece;
        }
    }

    /// <summary>
    /// Inserts bytes of a format under columns the format itself names. They must not change until the call returns. Retried as
    /// <see cref="InsertAsync(string, Block, InsertOptions?, CancellationToken)"/> is.
    /// </summary>
    /// <param name="table">"table" or "database.table"; each part is quoted.</param>
    /// <param name="format">One of ClickHouse's input formats: letters and digits.</param>
    public Task<QuerySummary> InsertRawAsync(
        string table,
        string format,
        ReadOnlyMemory<byte> bytes,
        InsertOptions? options = null,
        CancellationToken ct = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        if (!format.All(char.IsAsciiLetterOrDigit))
        {
            throw new ArgumentException(
                $"'{format}' is no name of a format: letters and digits only.",
                nameof(format)
            );
        }
        var address = MakeAddress(options?.Settings)
            .Add("query", $"INSERT INTO {Identifier.QuoteTable(table)} FORMAT {format}");
        if (options?.DeduplicationToken is { } token)
        {
            address.Add("insert_deduplication_token", token);
        }
        var request = new Request
        {
            Kind = options?.DeduplicationToken is null
                ? RequestKind.Insert
                : RequestKind.DeduplicatedInsert,
            QueryId = options?.QueryId ?? NewQueryId(),
            Timeout = options?.Timeout ?? _options.ResponseTimeout,
            Address = address,
            Bytes = bytes,
        };
        return Traced("INSERT", request, () => _endpoints.RunAsync(request, DrainAsync, ct));
    }

    private static async ValueTask<ReadOnlyMemory<byte>> NextAsync(
        RawStream bytes,
        CancellationToken ct
    )
    {
        try
        {
            return await bytes.NextAsync(ct);
        }
        catch (ClickHouseException e)
        {
            await bytes.Exchange.Endpoint.ReportAsync(e);
            throw;
        }
    }
}
