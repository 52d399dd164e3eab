using Grpc.Core;
using Platform.Faults.Backups;
using Platform.Faults.Kills;
using Platform.Timeseries.V1;

namespace Platform.Faults.Transfers;

/// <summary>Callers who ask for much and then don't read it.</summary>
[Collection("backup suite")]
public sealed class SlowReaderTests(BackupSuite suite)
{
    // More than the store has connections.
    private const int Callers = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
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
            for (var caller = 0; caller < Callers; caller++)
            {
                var call = client.ExportTable(Export, suite.KeyHeaders);
                calls.Add(call);
                try
                {
                    await call.ResponseStream.MoveNext();
                    running++;
                }
                catch (RpcException refused)
                {
                    refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
                }
            }
            running.ShouldBe(2, "Transfers:ExportsMax");

            await WriteAsync();

            await UntilAsync(async () =>
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
        await UntilAsync(async () =>
        {
            using var call = client.ExportTable(Export, suite.KeyHeaders);
            try
            {
                return await call.ResponseStream.MoveNext();
            }
            catch (RpcException full) when (full.StatusCode == StatusCode.ResourceExhausted)
            {
                return false;
            }
        });
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

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!await isSo())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue("it does not come");
            await Task.Delay(50);
        }
    }
}
