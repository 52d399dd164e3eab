using Platform.Stream.Engines;
using Platform.Stream.Engines.Faster;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>What a start makes of files that an interrupted write, or worse, left behind.</summary>
public sealed class FasterTailTests : IAsyncLifetime
{
    private FasterHarness _harness = null!;

    private ILogEngine Engine => _harness.Engine;

    public async Task InitializeAsync()
    {
        _harness = FasterHarness.Create();
        await _harness.StartAsync();
        await Engine.CreateAsync("t", 2);
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(60_000)]
    public async Task Garbage_after_the_end_is_cut(int bytes)
    {
        await FillAsync(30);
        await _harness.StopAsync();
        var garbage = new byte[bytes];
        new Random(bytes).NextBytes(garbage);
        WriteAt(EndOfLog(), garbage);

        await ShouldHaveAsync(30);
        await FillAsync(40, from: 30);
        await _harness.RestartAsync();
        (await ValuesAsync()).ShouldBe(Expected(40));
    }

    [Fact]
    public async Task A_record_of_long_ago_after_the_end_is_not_taken_for_the_next()
    {
        await FillAsync(30);
        await _harness.StopAsync();
        var log = await File.ReadAllBytesAsync(_harness.LogFiles("t")[^1]);
        var end = EndOfLog();
        // Whole records, checksums and all, from earlier in the log.
        WriteAt(end, log[64..(end - 64)]);

        await ShouldHaveAsync(30);
    }

    [Fact]
    public async Task Half_a_record_at_the_end_is_cut()
    {
        await FillAsync(30);
        await _harness.StopAsync();
        ForgetWhatWasAcknowledged();
        var end = EndOfLog();
        WriteAt(end - 20, new byte[20]);

        await ShouldHaveAsync(29);
    }

    [Fact]
    public async Task A_call_that_is_not_whole_leaves_nothing()
    {
        await FillAsync(10);
        var call = Enumerable.Range(0, 50).Select(i => Record($"call {i}", i % 2)).ToArray();
        await Engine.AppendAsync("t", call);
        await _harness.StopAsync();
        ForgetWhatWasAcknowledged();
        WriteAt(EndOfLog() - 20, new byte[20]);

        await ShouldHaveAsync(10);
        (await Engine.AppendAsync("t", Record("next")))[0].Offset.ShouldBe(5);
    }

    [Fact]
    public async Task A_call_over_several_segments_that_is_not_whole_leaves_nothing()
    {
        await FillAsync(10);
        var value = new string('x', 20_000);
        var call = Enumerable.Range(0, 30).Select(i => Record(value, i % 2)).ToArray();
        await Engine.AppendAsync("t", call);
        await _harness.StopAsync();
        _harness.LogFiles("t").Length.ShouldBeGreaterThan(4);
        ForgetWhatWasAcknowledged();
        WriteAt(EndOfLog() - 20, new byte[20]);

        await ShouldHaveAsync(10);
        _harness.LogFiles("t").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_cut_short_after_the_end_is_made_whole()
    {
        await FillAsync(30);
        await _harness.StopAsync();
        var file = _harness.LogFiles("t")[^1];
        var end = EndOfLog();
        using (var log = File.OpenWrite(file))
        {
            log.SetLength(end);
        }

        await ShouldHaveAsync(30);
        new FileInfo(file).Length.ShouldBe(_harness.Options.SegmentBytes);
    }

    [Fact]
    public async Task A_segment_reserved_but_never_written_is_taken_back()
    {
        await FillAsync(30);
        await _harness.StopAsync();
        var next = System.IO.Path.Join(_harness.TopicPath("t"), "0000000001.log");
        await File.WriteAllBytesAsync(next, new byte[_harness.Options.SegmentBytes]);

        await ShouldHaveAsync(30);
        _harness.LogFiles("t").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Damage_to_what_was_acknowledged_stops_the_start_and_says_what_would_be_lost()
    {
        await FillAsync(30);
        await _harness.StopAsync();
        WriteAt(2000, [0xFF, 0xFE]);

        var refused = await Should.ThrowAsync<LogDamagedException>(() => _harness.StartAsync());

        refused.Message.ShouldContain("were acknowledged");
        refused.Message.ShouldContain("AcceptDamagedTail");
        await _harness.StopAsync();
        _harness.Options = _harness.Options with { AcceptDamagedTail = true };
        await _harness.StartAsync();
        var left = await ValuesAsync();
        left.Count.ShouldBeInRange(1, 29);
        left.ShouldBe(Expected(left.Count));
    }

    [Fact]
    public async Task A_missing_segment_stops_the_start()
    {
        await FillAsync(300);
        await _harness.StopAsync();
        File.Delete(_harness.LogFiles("t")[1]);

        var refused = await Should.ThrowAsync<LogDamagedException>(() => _harness.StartAsync());

        refused.Message.ShouldContain("0000000001.log");
    }

    [Theory]
    [InlineData("*.index", true)]
    [InlineData("*.index", false)]
    [InlineData("*.ids", true)]
    [InlineData("*.ids", false)]
    public async Task Files_beside_the_log_are_made_again(string files, bool delete)
    {
        await FillAsync(300);
        await _harness.ApplyRetentionAsync();
        await _harness.StopAsync();
        var found = Directory.GetFiles(_harness.TopicPath("t"), files);
        found.Length.ShouldBeGreaterThan(1);
        foreach (var file in found)
        {
            if (delete)
            {
                File.Delete(file);
            }
            else
            {
                await File.WriteAllTextAsync(file, "not what was written");
            }
        }

        await ShouldHaveAsync(300);
        var repeat = await Engine.AppendAsync("t", Record("0", id: 1));
        repeat.ShouldBe([new AppendedPosition(0, 0, Duplicate: true)]);
        await using var reader = await Engine.ReaderAsync("t", (0, 60), (1, 149));
        (await reader.TakeAsync(91)).Count.ShouldBe(91);
    }

    [Fact]
    public async Task Damage_far_back_is_told_to_who_reads_there_and_to_nobody_else()
    {
        await FillAsync(300);
        await _harness.ApplyRetentionAsync();
        await _harness.StopAsync();
        using (var log = File.OpenWrite(_harness.LogFiles("t")[0]))
        {
            log.Position = 5000;
            log.Write([1, 2, 3, 4]);
        }
        await _harness.StartAsync();

        await using var end = await Engine.ReaderAsync("t", (0, 140));
        (await end.TakeAsync(10)).Count.ShouldBe(10);
        await using var start = await Engine.ReaderAsync("t", (0, 0));
        var told = await Should.ThrowAsync<LogDamagedException>(() => start.TakeAsync(150));
        told.Message.ShouldContain("0000000000.log");
    }

    [Fact]
    public async Task Half_a_commit_of_group_offsets_is_cut()
    {
        await FillAsync(10);
        await Engine.CommitOffsetsAsync("g", "t", [new(0, 3)], CancellationToken.None);
        await _harness.StopAsync();
        var path = System.IO.Path.Join(_harness.Path, "groups.log");
        var whole = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. whole, .. whole[..^3]]);

        await _harness.StartAsync();

        (await Engine.GetOffsetsAsync("g", "t", default)).ShouldBe([new(0, 3)]);
        await Engine.CommitOffsetsAsync("g", "t", [new(1, 2)], CancellationToken.None);
        await _harness.RestartAsync();
        (await Engine.GetOffsetsAsync("g", "t", default)).ShouldBe([new(0, 3), new(1, 2)]);
    }

    [Fact]
    public async Task Many_commits_of_group_offsets_keep_their_file_small()
    {
        await FillAsync(10);
        for (var round = 0; round < 40; round++)
        {
            await Task.WhenAll(
                Enumerable
                    .Range(0, 1000)
                    .Select(i =>
                        Engine
                            .CommitOffsetsAsync($"g{i % 10}", "t", [new(0, i % 5)], default)
                            .AsTask()
                    )
            );
        }
        await _harness.RestartAsync();

        var path = System.IO.Path.Join(_harness.Path, "groups.log");
        new FileInfo(path).Length.ShouldBeLessThan(1_300_000);
        (await Engine.ListGroupsAsync(default)).Count.ShouldBe(10);
        (await Engine.GetOffsetsAsync("g7", "t", default)).ShouldBe([new(0, 2)]);
    }

    [Fact]
    public async Task A_second_engine_on_the_same_directory_is_refused()
    {
        await using var second = _harness.CreateSecond();

        var refused = await Should.ThrowAsync<LogUnavailableException>(() =>
            second.StartAsync(CancellationToken.None)
        );

        refused.Message.ShouldContain("Another process");
    }

    private static IEnumerable<string> Expected(int count) =>
        Enumerable.Range(0, count).Select(Value);

    private static string Value(int i) =>
        $"{i}:" + new string((char)('a' + (i % 26)), i * 37 % 3000);

    private async Task FillAsync(int until, int from = 0)
    {
        for (var i = from; i < until; i++)
        {
            await Engine.AppendAsync("t", Record(Value(i), i % 2, id: (UInt128)i + 1));
        }
    }

    private async Task ShouldHaveAsync(int count)
    {
        await _harness.StartAsync();
        (await ValuesAsync()).ShouldBe(Expected(count));
    }

    private async Task<List<string>> ValuesAsync() =>
        [
            .. (await Engine.ReadAllAsync("t"))
                .OrderBy(r => (r.Offset * 2) + r.Partition)
                .Select(r => r.Value),
        ];

    /// <summary>As if the process had been killed before it noted how far it was.</summary>
    private void ForgetWhatWasAcknowledged()
    {
        var folder = _harness.TopicPath("t");
        File.Delete(System.IO.Path.Join(folder, "floor"));
        // Upkeep may have written up full segments since, which it does only with what was acknowledged.
        foreach (var files in (string[])["*.index", "*.ids"])
        {
            Array.ForEach(Directory.GetFiles(folder, files), File.Delete);
        }
    }

    /// <summary>Where in the last file the log ends: after its last byte that is not zero.</summary>
    private int EndOfLog()
    {
        var bytes = File.ReadAllBytes(_harness.LogFiles("t")[^1]);
        var last = bytes.AsSpan().LastIndexOfAnyExcept((byte)0);
        return (last + 4) & ~3;
    }

    private void WriteAt(int offset, byte[] bytes)
    {
        using var log = File.OpenWrite(_harness.LogFiles("t")[^1]);
        log.Position = offset;
        log.Write(bytes.AsSpan(0, Math.Min(bytes.Length, _harness.Options.SegmentBytes - offset)));
    }
}
