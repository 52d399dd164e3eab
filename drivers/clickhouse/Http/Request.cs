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

    /// <summary>Rows already written in a format of the server's, when they are the body.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; init; }

    /// <summary>False when the rows come from a source that can be read only once.</summary>
    public bool CanRepeatBody { get; init; } = true;

    public HttpContent MakeBody() =>
        Rows is not null ? Rows()
        : Bytes is { } bytes ? new ReadOnlyMemoryContent(bytes)
        : new ByteArrayContent(Encoding.UTF8.GetBytes(Sql!))
        {
            Headers = { ContentType = SqlType },
        };

    /// <param name="e">How the last try failed.</param>
    /// <param name="bodyStarted">Its rows were begun.</param>
    /// <param name="elsewhere">There is another endpoint: the same one would take as long again for a slow read.</param>
    public bool MayRetry(ClickHouseException e, bool bodyStarted, bool elsewhere) =>
        e.IsTransient
        && (elsewhere || e.Name != ClientErrors.TimedOut || Kind != RequestKind.Read)
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
