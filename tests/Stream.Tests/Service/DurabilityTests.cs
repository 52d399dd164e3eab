using Google.Protobuf;
using Grpc.Core;
using Platform.Common.V1;
using Platform.ServiceDefaults;
using Platform.Stream.V1;
using static Platform.Stream.Tests.Service.Calls;

namespace Platform.Stream.Tests.Service;

public sealed class DurabilityTests
{
    [FactWithStrace]
    public async Task An_acknowledgement_comes_only_after_the_disk_has_synced_the_write()
    {
        const int records = 20;
        using var traces = new TempDirectory();
        var trace = Path.Join(traces.Path, "calls");
        await using var process = new StreamProcess();
        await process.StartAsync(
            $"strace -f -y -o {trace} -e trace=pwrite64,pwritev,fdatasync,fsync --"
        );
        await process.Client.CreateAsync("synced");
        var calls = new List<List<string>>();
        for (var i = 0; i < records; i++)
        {
            var before = await LinesAsync(trace);
            await process.Client.PublishAsync("synced", Record($"{i}"));
            var after = await LinesAsync(trace);
            calls.Add(after[before.Count..]);
        }
        var commit = new CommitOffsetsRequest { Group = "g", Topic = "synced" };
        commit.Positions.Add(At(0, 1));
        var beforeCommit = await LinesAsync(trace);
        await process.Client.CommitOffsetsAsync(commit);
        var afterCommit = await LinesAsync(trace);

        foreach (var call in calls)
        {
            ShouldBeSynced(call, "synced/0000000000.log");
        }
        ShouldBeSynced(afterCommit[beforeCommit.Count..], "groups.log");

        static void ShouldBeSynced(List<string> lines, string file)
        {
            var written = lines.FindIndex(l => l.Contains("pwrite") && l.Contains(file));
            var synced = lines.FindLastIndex(l => l.Contains("fdatasync") && l.Contains(file));
            written.ShouldBeGreaterThanOrEqualTo(0, string.Join('\n', lines));
            synced.ShouldBeGreaterThan(written, string.Join('\n', lines));
        }

        // strace writes each line when its call has returned or was interrupted by another's.
        static async Task<List<string>> LinesAsync(string path)
        {
            await Task.Delay(50);
            return [.. await File.ReadAllLinesAsync(path)];
        }
    }

    [FactWithTmpfs]
    public async Task A_full_disk_is_told_and_what_was_acknowledged_stays()
    {
        using var disk = new SmallDisk(megabytes: 24);
        var filler = Path.Join(disk.Path, "filler");
        var log = Path.Join(disk.Path, "log");
        var noTopics = Path.Join(disk.Path, "topics.json");
        await File.WriteAllTextAsync(noTopics, """{"topics": []}""");
        await using var process = new StreamProcess(
            log,
            [
                $"--Stream:TopicsFile={noTopics}",
                "--Stream:Log:SegmentBytes=4194304",
                "--Stream:Log:MaxRecordBytes=1000000",
            ]
        );
        await process.StartAsync();
        await process.Client.CreateAsync("full");
        await File.WriteAllBytesAsync(filler, new byte[10 << 20]);
        var value = ByteString.CopyFrom(new byte[200_000]);

        var kept = 0ul;
        RpcException? full = null;
        while (full is null && kept < 200)
        {
            try
            {
                var acks = await process.Client.PublishAsync(
                    "full",
                    new NewRecord { Value = value }
                );
                acks.Single().Position.Offset.ShouldBe(kept++);
            }
            catch (RpcException refused)
            {
                full = refused;
            }
        }

        full!.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        full.Reason().ShouldBe(ErrorReason.StorageFull);
        kept.ShouldBeGreaterThan(5ul);
        (await CountAsync()).ShouldBe((int)kept);
        File.Delete(filler);
        (await TakenAsync()).Single().Position.Offset.ShouldBe(kept);

        await process.KillAsync();
        await process.StartAsync();
        (await CountAsync()).ShouldBe((int)kept + 1);

        // The log looks for room now and then, not at each call.
        async Task<IList<RecordAck>> TakenAsync()
        {
            var deadline = DateTime.UtcNow + Patience;
            while (true)
            {
                try
                {
                    return await process.Client.PublishAsync(
                        "full",
                        new NewRecord { Value = value }
                    );
                }
                catch (RpcException refused)
                    when (refused.Reason() == ErrorReason.StorageFull && DateTime.UtcNow < deadline)
                {
                    await Task.Delay(20);
                }
            }
        }

        async Task<int> CountAsync()
        {
            var status = await process.Client.GetTopicAsync(new() { Topic = "full" });
            var request = new SubscribeRequest { Topic = "full", Earliest = new() };
            using var call = process.Client.Subscribe(request);
            return (await call.TakeAsync((int)status.Partitions[0].NextOffset)).Content().Count;
        }
    }

    [FactWithTmpfs]
    public async Task A_disk_that_is_full_from_the_start_stops_the_process_with_one_line()
    {
        using var disk = new SmallDisk(megabytes: 1);
        await File.WriteAllBytesAsync(Path.Join(disk.Path, "filler"), new byte[1 << 20]);
        await using var process = new StreamProcess(Path.Join(disk.Path, "log"), []);

        var (code, text) = await process.RunToEndAsync();

        code.ShouldBe(PlatformRun.ConfigurationExitCode);
        text.Trim().Split('\n').Length.ShouldBe(1, text);
        text.ShouldContain("Stream:Path");
        text.ShouldContain("no room on the disk");
    }
}
