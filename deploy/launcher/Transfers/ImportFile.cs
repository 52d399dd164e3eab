using Google.Protobuf;
using Grpc.Core;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Transfers;

/// <summary>
/// Sends a file's chunks; those that are stored are passed over, so that an interrupted import given again
/// goes on where it was, and a finished one adds nothing.
/// </summary>
internal sealed class ImportFile(SuiteConnection suite, string table, ImportSourceFile source)
{
    private const int PieceBytes = 1 << 20;
    private const int TriesMax = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Rows stored by this run.</summary>
    public ulong Rows { get; private set; }

    public ulong ChunksStored { get; private set; }

    public ulong ChunksAlreadyThere { get; private set; }

    public long Bytes { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var id = await source.IdAsync(cancellation);
        for (var tries = 1; ; tries++)
        {
            try
            {
                ChunksAlreadyThere = 0;
                await SendAsync(id, cancellation);
                return;
            }
            catch (RpcException problem) when (IsPassing(problem) && tries < TriesMax)
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (RpcException problem)
            {
                throw CallFailure.Final($"the import into {table} stopped", problem);
            }
        }
    }

    // Overloaded: perhaps the service has not noticed yet that an interrupted import is gone.
    private static bool IsPassing(RpcException problem) =>
        CallFailure.IsPassing(problem)
        || (
            problem.StatusCode == StatusCode.ResourceExhausted
            && problem.Status.Detail.Contains("imported already", StringComparison.Ordinal)
        );

    private async Task SendAsync(string id, CancellationToken cancellation)
    {
        using var call = suite.Transfers.ImportTable(
            suite.Headers,
            cancellationToken: cancellation
        );
        await WriteAsync(
            call,
            new ImportTableRequest
            {
                Source = new ImportSource
                {
                    Table = table,
                    Format = source.Format,
                    SourceId = id,
                },
            },
            cancellation
        );
        var start = (await AnswerAsync(call, cancellation)).Start;
        var stored = start.ChunksStored.ToHashSet();
        await foreach (var chunk in source.ReadAsync((long)start.ChunkBytesMax))
        {
            if (stored.Contains(chunk.Number))
                ChunksAlreadyThere++;
            else
                await SendAsync(call, chunk, cancellation);
        }
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(cancellation)) { }
    }

    private async Task SendAsync(
        AsyncDuplexStreamingCall<ImportTableRequest, ImportTableResponse> call,
        SourceChunk chunk,
        CancellationToken cancellation
    )
    {
        await WriteAsync(
            call,
            new ImportTableRequest
            {
                Chunk = new ImportChunk
                {
                    Number = chunk.Number,
                    RowsBefore = chunk.RowsBefore,
                    Bytes = (ulong)chunk.Bytes.Length,
                },
            },
            cancellation
        );
        for (var at = 0; at < chunk.Bytes.Length; at += PieceBytes)
        {
            var piece = chunk.Bytes.Slice(at, Math.Min(PieceBytes, chunk.Bytes.Length - at));
            await WriteAsync(
                call,
                new ImportTableRequest { Data = UnsafeByteOperations.UnsafeWrap(piece) },
                cancellation
            );
        }
        var imported = (await AnswerAsync(call, cancellation)).Imported;
        Rows += Math.Max(imported.Rows, chunk.Rows);
        Bytes += chunk.Bytes.Length;
        ChunksStored++;
    }

    private static async Task WriteAsync(
        AsyncDuplexStreamingCall<ImportTableRequest, ImportTableResponse> call,
        ImportTableRequest request,
        CancellationToken cancellation
    )
    {
        try
        {
            await call.RequestStream.WriteAsync(request, cancellation);
        }
        catch (InvalidOperationException)
        {
            // The call has ended; reading it tells why.
            while (await call.ResponseStream.MoveNext(cancellation)) { }
            throw;
        }
    }

    private static async Task<ImportTableResponse> AnswerAsync(
        AsyncDuplexStreamingCall<ImportTableRequest, ImportTableResponse> call,
        CancellationToken cancellation
    ) =>
        await call.ResponseStream.MoveNext(cancellation)
            ? call.ResponseStream.Current
            : throw new LaunchFailure("the service ended the import without an answer");
}
