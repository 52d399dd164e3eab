using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Platform.Common.V1;
using Platform.TestKit;
using Platform.Timeseries.V1;
using Xunit.Abstractions;

namespace Platform.Faults.BadInput;

/// <summary>
/// The log's folder on a file system of a few MiB, really full: writes are refused with the reason, nothing
/// of them is claimed, reads go on, and with room again writes go on.
/// </summary>
public sealed class DiskFullTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int BatchRows = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("platform-full-");
    private readonly List<int> _acknowledged = [];
    private TightDisk? _disk;
    private SuiteFixture? _suite;

    private TimeseriesService.TimeseriesServiceClient Client => new(_suite!.OpenGateway());

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_suite is not null)
        {
            await _suite.DisposeAsync();
        }
        _disk?.Dispose();
        _data.Delete(recursive: true);
    }

    [NeedsMountFact]
    public async Task On_a_full_disk_writes_are_refused_nothing_is_claimed_and_with_room_again_they_go_on()
    {
        var folder = Path.Combine(_data.FullName, "engines", "stream");
        _disk = TightDisk.Mount(folder, mebibytes: 48);
        _suite = new SmallSegments(_data.FullName);
        await _suite.InitializeAsync();
        _disk.FillUp(leaveBytes: 3 << 20);
        var client = Client;
        var answer = await WriteUntilRefusedAsync(client);
        answer.ShouldSay(
            output,
            "disk full",
            StatusCode.ResourceExhausted,
            ErrorReason.StorageFull,
            "full",
            "Nothing of this call was kept"
        );
        // Again, and at once: a refused write must not hang the next.
        (await Answer.OfAsync(() => WriteAsync(client, -1))).Reason.ShouldBe(
            ErrorReason.StorageFull
        );
        await client.GetRecentTicksAsync(
            new GetRecentTicksRequest { Symbol = "FULL" },
            _suite.KeyHeaders
        );
        output.WriteLine($"{_acknowledged.Count} batches acknowledged before the disk was full");
        _disk.FreeUp();
        var clock = Stopwatch.StartNew();
        await UntilTakenAsync(client, _acknowledged.Count);
        output.WriteLine($"with room again, taken after {clock.ElapsedMilliseconds} ms");
        await UntilStoredAsync();
        // What was refused was not kept: a restart of the log brings nothing of it to light.
        await _suite.Stream.RestartAsync();
        await UntilTakenAsync(client, _acknowledged.Count);
        await UntilStoredAsync();
    }

    private async Task<Answer> WriteUntilRefusedAsync(
        TimeseriesService.TimeseriesServiceClient client
    )
    {
        return await Answer.OfAsync(async () =>
        {
            for (var number = 0; number < 10_000; number++)
            {
                await WriteAsync(client, number);
                _acknowledged.Add(number);
            }
        });
    }

    private async Task UntilTakenAsync(TimeseriesService.TimeseriesServiceClient client, int number)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await WriteAsync(client, number);
                _acknowledged.Add(number);
                return;
            }
            catch (RpcException) when (clock.Elapsed < Patience)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Every row has the number of its batch as volume; a repeat has the same request id.</summary>
    private async Task WriteAsync(TimeseriesService.TimeseriesServiceClient client, int number)
    {
        var batch = new TickBatch { Symbols = { number < 0 ? "FULL.REFUSED" : "FULL" } };
        for (var row = 0; row < BatchRows; row++)
        {
            batch.TimeUs.Add(1_711_900_000_000_000 + row);
            batch.Bid.Add(row + 1);
            batch.Ask.Add(row + 2);
            batch.Volume.Add((ulong)Math.Max(0, number));
        }
        await client.WriteTickBatchAsync(
            new WriteTickBatchRequest
            {
                Batch = batch,
                RequestId = new Guid(number + 1, 0, 0, new byte[8]).ToString(),
            },
            _suite!.KeyHeaders,
            DateTime.UtcNow + Patience
        );
    }

    private async Task UntilStoredAsync()
    {
        var rows = _acknowledged.Count * BatchRows;
        var wanted = string.Create(
            CultureInfo.InvariantCulture,
            $"{rows}\t{_acknowledged.Count}\t{rows}"
        );
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var stored = await _suite!.QueryClickHouseAsync(
                "SELECT count(), uniqExact(volume), uniqExact(volume, bid) FROM ticks WHERE startsWith(symbol, 'FULL')"
            );
            if (stored == wanted)
            {
                output.WriteLine($"acknowledged and stored: {rows} rows");
                return;
            }
            clock.Elapsed.ShouldBeLessThan(Patience, $"wanted {wanted}, stored {stored}");
            await Task.Delay(100);
        }
    }

    private sealed class SmallSegments(string data) : SuiteFixture
    {
        protected override void Configure(SuiteSettings settings)
        {
            settings.DataDirectory = data;
            var topics = Path.Combine(data, "topics.json");
            File.WriteAllText(
                topics,
                """
                { "topics": [ { "name": "mt5_tick_stream", "partitions": 4, "segment_bytes": 1048576,
                  "memory_bytes": 1048576, "max_record_bytes": 262144 } ] }
                """
            );
            settings.Set("stream", "Stream:TopicsFile", topics);
        }
    }
}
