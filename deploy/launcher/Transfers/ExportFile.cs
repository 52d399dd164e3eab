using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using Grpc.Core;
using Platform.Launcher.Client;
using Platform.Timeseries.V1;

namespace Platform.Launcher.Transfers;

/// <summary>
/// Writes an export beside its place and renames it when it is whole. After each chunk it notes how far it
/// got; the same export given again goes on from there.
/// </summary>
internal sealed class ExportFile(SuiteConnection suite, ExportTableRequest request, string path)
{
    private const int TriesMax = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private ExportState _state = new("", "", 0, 0, 0);

    public ulong Rows => _state.Rows;

    public ulong RowsPlanned { get; private set; }

    public long Bytes { get; private set; }

    public bool WasResumed { get; private set; }

    /// <summary>What was written: one file, or several when documents of a format can't be put together.</summary>
    public List<string> Files { get; } = [];

    private string Part => path + ".part";

    private string StatePath => path + ".part.state";

    public async Task RunAsync(CancellationToken cancellation)
    {
        Resume();
        for (var tries = 1; ; tries++)
        {
            try
            {
                await ReadAsync(cancellation);
                return;
            }
            catch (RpcException problem) when (IsPassing(problem) && tries < TriesMax)
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (RpcException problem)
            {
                throw CallFailure.Final($"the export of {request.Table} failed", problem);
            }
        }
    }

    // Overloaded: perhaps the service has not noticed yet that an interrupted export is gone.
    private static bool IsPassing(RpcException problem) =>
        CallFailure.IsPassing(problem)
        || (
            problem.StatusCode == StatusCode.ResourceExhausted
            && problem.Status.Detail.Contains("exports run already", StringComparison.Ordinal)
        );

    private string Identity => Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()));

    private void Resume()
    {
        if (
            File.Exists(StatePath)
            && JsonSerializer.Deserialize(
                File.ReadAllBytes(StatePath),
                ExportJson.Default.ExportState
            )
                is { } noted
            && noted.Request == Identity
            && (
                request.Format.IsDocument()
                || (File.Exists(Part) && new FileInfo(Part).Length >= noted.Bytes)
            )
        )
        {
            _state = noted;
            Bytes = noted.Bytes;
            WasResumed = true;
            return;
        }
        File.Delete(Part);
        _state = new ExportState(Identity, "", 0, 0, 0);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var asked = request.Clone();
        asked.ResumeToken = _state.Token;
        using var call = suite.Transfers.ExportTable(
            asked,
            suite.Headers,
            cancellationToken: cancellation
        );
        var isDocument = request.Format.IsDocument();
        await using var file = new FileStream(Part, FileMode.OpenOrCreate, FileAccess.Write);
        // What came after the last checkpoint comes again.
        file.SetLength(isDocument ? 0 : _state.Bytes);
        file.Seek(0, SeekOrigin.End);
        Bytes = _state.Bytes;
        var chunks = 0U;
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
        {
            switch (response.ContentCase)
            {
                case ExportTableResponse.ContentOneofCase.Plan:
                    RowsPlanned = response.Plan.Rows;
                    chunks = response.Plan.Chunks;
                    break;
                case ExportTableResponse.ContentOneofCase.Data:
                    await file.WriteAsync(response.Data.Memory, cancellation);
                    Bytes += response.Data.Length;
                    break;
                case ExportTableResponse.ContentOneofCase.Checkpoint:
                    file.Flush(flushToDisk: true);
                    if (isDocument)
                        KeepDocument(file, response.Checkpoint.Chunk, chunks);
                    Note(response.Checkpoint);
                    break;
                default:
                    break;
            }
        }
        await file.DisposeAsync();
        if (isDocument)
        {
            File.Delete(Part);
        }
        else
        {
            File.Move(Part, path, overwrite: true);
            Files.Add(path);
        }
        File.Delete(StatePath);
    }

    private void KeepDocument(FileStream file, uint chunk, uint chunks)
    {
        var name =
            chunks <= 1
                ? path
                : Path.Combine(
                    Path.GetDirectoryName(Path.GetFullPath(path))!,
                    $"{Path.GetFileNameWithoutExtension(path)}-{chunk:D5}{Path.GetExtension(path)}"
                );
        File.Copy(Part, name + ".whole", overwrite: true);
        File.Move(name + ".whole", name, overwrite: true);
        Files.Add(name);
        file.SetLength(0);
        file.Seek(0, SeekOrigin.Begin);
    }

    private void Note(ExportCheckpoint checkpoint)
    {
        _state = _state with
        {
            Token = checkpoint.ResumeToken,
            Bytes = Bytes,
            Rows = _state.Rows + checkpoint.Rows,
            Chunks = checkpoint.Chunk + 1,
        };
        File.WriteAllBytes(
            StatePath + ".tmp",
            JsonSerializer.SerializeToUtf8Bytes(_state, ExportJson.Default.ExportState)
        );
        File.Move(StatePath + ".tmp", StatePath, overwrite: true);
    }
}

internal sealed record ExportState(
    string Request,
    string Token,
    long Bytes,
    ulong Rows,
    uint Chunks
);

[JsonSerializable(typeof(ExportState))]
internal sealed partial class ExportJson : JsonSerializerContext;
