using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Transfers;

/// <summary>A file to be imported: what tells it from others, and its chunks.</summary>
internal sealed class ImportSourceFile(string path, TransferFormat format)
{
    public const int ChunkBytes = 4 << 20;

    /// <summary>Turns the file's lines into CSV; null when it is in the format already.</summary>
    public ICsvSource? Turned { get; init; }

    public TransferFormat Format => format;

    /// <summary>The same file cut the same way has the same; anything else has another.</summary>
    public async Task<string> IdAsync(CancellationToken cancellation)
    {
        await using var file = Open();
        var digest = await SHA256.HashDataAsync(file, cancellation);
        var how = string.Create(
            CultureInfo.InvariantCulture,
            $"{Convert.ToHexString(digest)} {format} {ChunkBytes} {Turned?.Description}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(how)));
    }

    /// <param name="documentBytesMax">The largest file the service takes of a format that can't be cut.</param>
    public async IAsyncEnumerable<SourceChunk> ReadAsync(long documentBytesMax)
    {
        await using var file = Open();
        if (format.IsDocument())
        {
            if (file.Length > documentBytesMax)
                throw new LaunchFailure(
                    $"{path} has {file.Length} bytes, and the service takes {documentBytesMax} at once (its option Transfers:ImportChunkBytesMax): a {format} file is sent whole, so split it or raise that"
                );
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes);
            yield return new SourceChunk(0, 0, 0, bytes);
            yield break;
        }
        await using var text = Turned is null ? Unpacked(file) : Turned.ToCsv(Unpacked(file));
        var chunks = new TextChunks(text, format == TransferFormat.Csv, ChunkBytes);
        await foreach (var chunk in chunks.ReadAsync())
            yield return chunk;
    }

    /// <summary>The file's lines, unpacked.</summary>
    public System.IO.Stream OpenLines() => Unpacked(Open());

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    private System.IO.Stream Unpacked(FileStream file)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return new GZipStream(file, CompressionMode.Decompress);
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            return file;
        var archive = new ZipArchive(file, ZipArchiveMode.Read);
        return archive.Entries is [var only]
            ? only.Open()
            : throw new LaunchFailure(
                $"{path} holds {archive.Entries.Count} files; an archive with one is needed"
            );
    }
}
