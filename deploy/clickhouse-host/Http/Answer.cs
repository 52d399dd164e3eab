using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Platform.ClickHouseHost.Engine;

namespace Platform.ClickHouseHost.Http;

/// <summary>Writes a response as clickhouse-server does: its headers, its body, its way to report errors.</summary>
internal sealed class Answer(HttpContext context)
{
    private const string TagCharacters = "abcdefghijklmnopqrstuvwxyz";
    private const int TagLength = 16;

    private readonly HttpResponse response = context.Response;
    private readonly long started = Stopwatch.GetTimestamp();
    private Stream? body;
    private string tag = "";

    public string QueryId { get; private set; } = "";

    public bool HasBegun => response.HasStarted;

    /// <summary>Headers that every answer to a known query has.</summary>
    public void Name(QueryRequest request, string timeZone)
    {
        QueryId = request.QueryId;
        response.Headers["X-ClickHouse-Query-Id"] = request.QueryId;
        response.Headers["X-ClickHouse-Server-Display-Name"] = Environment.MachineName;
        response.Headers["X-ClickHouse-Timezone"] = timeZone;
    }

    /// <summary>Sends a whole result.</summary>
    public async Task SendAsync(
        ReadOnlyMemory<byte> content,
        string format,
        bool compress,
        Progress progress
    )
    {
        Describe(format, progress);
        var compressed = compress && content.Length > 0 && TryCompress();
        if (!compressed)
        {
            response.ContentLength = content.Length;
        }

        if (content.Length > 0)
        {
            await WriteAsync(content);
        }

        await EndAsync();
    }

    /// <summary>Begins a result that is sent as it is made.</summary>
    public void Begin(string format, bool compress, Progress progress)
    {
        Describe(format, progress);
        tag = RandomNumberGenerator.GetString(TagCharacters, TagLength);
        response.Headers["X-ClickHouse-Exception-Tag"] = tag;
        if (compress)
        {
            _ = TryCompress();
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> content)
    {
        body ??= response.Body;
        return body.WriteAsync(content, context.RequestAborted);
    }

    public async Task EndAsync()
    {
        if (body is not null && body != response.Body)
        {
            await body.DisposeAsync();
        }

        await response.CompleteAsync();
    }

    /// <summary>Answers with an error, if nothing was sent yet.</summary>
    public async Task FailAsync(EngineException error)
    {
        var text = Encoding.UTF8.GetBytes(error.Text);
        response.Headers.ContentEncoding = default;
        response.StatusCode = HttpStatus.Of(error.Code);
        response.ContentType = "text/plain; charset=UTF-8";
        response.ContentLength = text.Length;
        response.Headers["X-ClickHouse-Exception-Code"] = error.Code.ToString(
            CultureInfo.InvariantCulture
        );
        if (error.Code == ErrorCode.TooManySimultaneousQueries)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "1";
        }

        await response.Body.WriteAsync(text, context.RequestAborted);
    }

    /// <summary>
    /// Ends an answer whose status is gone already: the error goes into the body between marks that carry the tag of
    /// the headers, and the caller then breaks the response off, so that nobody takes it for a whole one.
    /// </summary>
    public async Task FailMidwayAsync(EngineException error)
    {
        var message = Encoding.UTF8.GetByteCount(error.Text);
        var block = string.Create(
            CultureInfo.InvariantCulture,
            $"\r\n__exception__\r\n{tag}\r\n{error.Text}{message} {tag}\r\n__exception__\r\n"
        );
        await WriteAsync(Encoding.UTF8.GetBytes(block));
        if (body is not null && body != response.Body)
        {
            await body.DisposeAsync();
        }

        await response.Body.FlushAsync(context.RequestAborted);
    }

    private void Describe(string format, Progress progress)
    {
        response.ContentType = OutputFormat.ContentType(format);
        response.Headers["X-ClickHouse-Format"] = format;
        var elapsed = Stopwatch.GetElapsedTime(started).Ticks * 100;
        response.Headers["X-ClickHouse-Summary"] = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"read_rows":"{{progress.ReadRows}}","read_bytes":"{{progress.ReadBytes}}","written_rows":"{{progress.WrittenRows}}","written_bytes":"{{progress.WrittenBytes}}","total_rows_to_read":"0","result_rows":"{{progress.ResultRows}}","result_bytes":"{{progress.ResultBytes}}","elapsed_ns":"{{elapsed}}"}"""
        );
    }

    // The first encoding the client accepts of those that cost least.
    private bool TryCompress()
    {
        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        (string Name, Stream Stream)? encoding =
            accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase)
                ? ("gzip", new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true))
            : accepted.Contains("deflate", StringComparison.OrdinalIgnoreCase)
                ? (
                    "deflate",
                    new ZLibStream(response.Body, CompressionLevel.Fastest, leaveOpen: true)
                )
            : accepted.Contains("br", StringComparison.OrdinalIgnoreCase)
                ? ("br", new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true))
            : null;
        if (encoding is null)
        {
            return false;
        }

        response.Headers.ContentEncoding = encoding.Value.Name;
        body = encoding.Value.Stream;
        return true;
    }
}
