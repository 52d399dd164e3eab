using System.Net.Http.Headers;
using System.Text;

namespace Platform.ClickHouse.Http;

/// <summary>What may be repeated when it failed.</summary>
internal enum RequestKind
{
    Read,
    Statement,
    IdempotentStatement,
    Insert,
    DeduplicatedInsert,
}

/// <summary>One request as it will be sent to whichever endpoint takes it; each try makes its own message.</summary>
internal sealed record Request
{
    private static readonly MediaTypeHeaderValue SqlType = new("text/plain", "utf-8");

    public required RequestKind Kind { get; init; }

    public required string QueryId { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>URL fields but for the query id.</summary>
    public required RequestAddress Address { get; init; }

    /// <summary>The statement, when it is the body.</summary>
    public string? Sql { get; init; }

    /// <summary>The rows, when they are the body: made anew for each try.</summary>
    public Func<NativeContent>? Rows { get; init; }

    /// <summary>False when the rows come from a source that can be read only once.</summary>
    public bool CanRepeatBody { get; init; } = true;

    public HttpContent MakeBody() =>
        Rows is not null
            ? Rows()
            : new ByteArrayContent(Encoding.UTF8.GetBytes(Sql!))
            {
                Headers = { ContentType = SqlType },
            };

    public bool MayRetry(ClickHouseException e, bool bodyStarted) =>
        e.IsTransient
        && e.Name != ClientErrors.PoolExhausted
        && (CanRepeatBody || !bodyStarted)
        && (
            Kind
                is RequestKind.Read
                    or RequestKind.IdempotentStatement
                    or RequestKind.DeduplicatedInsert
            || e.SurelyNotExecuted
        );
}
