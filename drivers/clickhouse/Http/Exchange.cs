using System.IO.Compression;
using Platform.ClickHouse.Endpoints;

namespace Platform.ClickHouse.Http;

/// <summary>A request that was answered well, and whose body is still to be read. It holds a connection until disposed.</summary>
internal sealed class Exchange : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IDisposable _connection;

    public Exchange(
        Endpoint endpoint,
        HttpResponseMessage response,
        Stream body,
        string queryId,
        IDisposable connection
    )
    {
        Endpoint = endpoint;
        _response = response;
        _connection = connection;
        QueryId = queryId;
        Body = Decompressed(response, body);
        ExceptionTag = HeaderOf(response, "X-ClickHouse-Exception-Tag");
        Summary = SummaryHeader.Read(response, queryId, endpoint.Address);
    }

    public Endpoint Endpoint { get; }

    public string QueryId { get; }

    public Stream Body { get; }

    public string? ExceptionTag { get; }

    public QuerySummary Summary { get; }

    /// <summary>The format the server chose; null when it doesn't say.</summary>
    public string? Format => HeaderOf(_response, "X-ClickHouse-Format");

    public static Stream Decompressed(HttpResponseMessage response, Stream body) =>
        response.Content.Headers.ContentEncoding.Contains("gzip")
            ? new GZipStream(body, CompressionMode.Decompress)
            : body;

    public static string? HeaderOf(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Concat(values) : null;

    public void Dispose()
    {
        // An answer that wasn't read to its end can't be followed by another on this connection: this closes it,
        // which is also what tells the server to stop.
        Body.Dispose();
        _response.Dispose();
        _connection.Dispose();
    }
}
