using Grpc.Core;
using Platform.Faults.Backups;
using Platform.Faults.Kills;
using Platform.TestKit;
using Platform.Timeseries.V1;

namespace Platform.Faults.Transfers;

/// <summary>Callers who ask for much and then don't read it.</summary>
[Collection("backup suite")]
public sealed class SlowReaderTests(BackupSuite suite)
{
    // More than the store has connections.
    private const int Callers = 12;
    private readonly string _run = $"slow{Guid.NewGuid().ToString("N")[..8]}";

    [Fact]
    public async Task Ticks_are_stored_while_exports_are_not_read()
    {
        await suite.QueryClickHouseAsync(
            $"CREATE TABLE {_run} (timestamp DateTime64(3), text String) ENGINE = MergeTree ORDER BY timestamp"
        );
        // A chunk has far more bytes than what lies between here and the store may hold.
        await suite.QueryClickHouseAsync(
            $"INSERT INTO {_run} SELECT toDateTime64('2024-01-01', 3) + number, repeat('x', 20000) FROM numbers(10000)"
        );
        var client = new TransferService.TransferServiceClient(suite.OpenGateway());
        var calls = new List<AsyncServerStreamingCall<ExportTableResponse>>();
        var running = 0;
        try
        {
            // One that a test before left may take a moment to end.
            await Eventually.BeTrueAsync(async () =>
            {
                running += await BeginsAsync() ? 1 : 0;
                return running == 2;
            });
            for (var caller = running; caller < Callers; caller++)
            {
                (await BeginsAsync()).ShouldBeFalse("Transfers:ExportsMax");
            }

            await WriteAsync();

            await Eventually.BeTrueAsync(async () =>
                await suite.QueryClickHouseAsync(
                    $"SELECT count() > 0 FROM ticks WHERE startsWith(symbol, '{_run}')"
                ) == "1"
            );
        }
        finally
        {
            calls.ForEach(call => call.Dispose());
        }

        // Who left makes room.
        try
        {
            await Eventually.BeTrueAsync(BeginsAsync);
        }
        finally
        {
            calls.ForEach(call => call.Dispose());
        }

        // It stays open, unread, unless there is no place for it.
        async Task<bool> BeginsAsync()
        {
            var call = client.ExportTable(Export, suite.KeyHeaders);
            calls.Add(call);
            try
            {
                return await call.ResponseStream.MoveNext();
            }
            catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
            {
                return false;
            }
        }
    }

    private ExportTableRequest Export => new() { Table = _run, Format = TransferFormat.JsonLines };

    private async Task WriteAsync() =>
        await new TimeseriesService.TimeseriesServiceClient(
            suite.OpenGateway()
        ).WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Batch = SentBatch.Make(1, [$"{_run}.1"], 0).Ticks,
            },
            suite.KeyHeaders
        );
}
