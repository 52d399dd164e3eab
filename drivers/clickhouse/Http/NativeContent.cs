using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Http;

/// <summary>Blocks as a request body, written to the connection as they come.</summary>
internal sealed class NativeContent : HttpContent
{
    private readonly IAsyncEnumerable<Block>? _blocks;
    private readonly Block? _block;
    private readonly bool _gzip;
    private readonly TaskCompletionSource _done = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int _started;

    public NativeContent(Block block, bool gzip)
        : this(gzip) => _block = block;

    public NativeContent(IAsyncEnumerable<Block> blocks, bool gzip)
        : this(gzip) => _blocks = blocks;

    private NativeContent(bool gzip)
    {
        _gzip = gzip;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (gzip)
        {
            Headers.ContentEncoding.Add("gzip");
        }
    }

    /// <summary>Some of the body may have reached the server.</summary>
    public bool Started => Volatile.Read(ref _started) != 0;

    /// <summary>What the source of blocks threw, which is the caller's own error and not the connection's.</summary>
    public Exception? SourceError { get; private set; }

    /// <summary>Completes when nothing reads the blocks any more; at once when nothing ever did.</summary>
    public Task Finished => Started ? _done.Task : Task.CompletedTask;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        Volatile.Write(ref _started, 1);
        try
        {
            if (!_gzip)
            {
                await WriteAsync(stream, cancellationToken);
                return;
            }
            var compressed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await using (compressed)
            {
                await WriteAsync(compressed, cancellationToken);
            }
        }
        finally
        {
            _done.TrySetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task WriteAsync(Stream stream, CancellationToken ct)
    {
        using var writer = new NativeWriter(stream);
        if (_block is not null)
        {
            await NativeBlocks.WriteAsync(writer, _block, ct);
        }
        else
        {
            await WriteAllAsync(writer, ct);
        }
        await writer.FlushAsync(ct);
    }

    private async Task WriteAllAsync(NativeWriter writer, CancellationToken ct)
    {
        await using var blocks = _blocks!.GetAsyncEnumerator(ct);
        while (await NextAsync(blocks))
        {
            await NativeBlocks.WriteAsync(writer, blocks.Current, ct);
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<Block> blocks)
    {
        try
        {
            return await blocks.MoveNextAsync();
        }
        catch (Exception e)
        {
            SourceError = e;
            throw;
        }
    }
}
