using Microsoft.Extensions.Logging.Abstractions;
using Platform.Stream.Engines;
using Platform.Stream.Engines.Faster;
using Xunit.Abstractions;
using static Platform.Stream.Tests.Engines.EngineCalls;

namespace Platform.Stream.Tests.Engines;

/// <summary>
/// Power lost in the middle of a commit: of what was written but not synced any sectors may be on
/// the disk, and any may not. Each image is a copy of the directory taken just before a sync, with
/// some of the turn's sectors put back to what they were.
/// </summary>
public sealed class FasterPowerLossTests(ITestOutputHelper output)
{
    private const int SectorBytes = 512;

    [Fact]
    public async Task Whatever_half_of_a_commit_survives_the_log_is_whole()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var harness = new FasterHarness();
        var images = new List<Image>();
        var acked = 0;
        await harness.StartAsync();
        await harness.Engine.CreateAsync("t", 3);
        // One of its own: it is asked on the log's thread.
        Watch(harness, new Random(seed + 1), images, () => Volatile.Read(ref acked));

        // Calls of one to eight records, several on their way at a time.
        var calls = new List<int>();
        var next = 0;
        var inFlight = new Queue<(int Records, Append Append)>();
        while (images.Count < 60)
        {
            var records = new AppendRecord[random.Next(1, 9)];
            for (var i = 0; i < records.Length; i++, next++)
            {
                var value = $"{next}:" + new string('x', random.Next(4000));
                records[i] = Record(value, next % 3, id: (UInt128)next + 1);
            }
            calls.Add(next);
            inFlight.Enqueue((next, await harness.Engine.AppendAsync("t", records, default)));
            while (inFlight.Count > random.Next(12))
            {
                var (until, append) = inFlight.Dequeue();
                await append.Durable.WaitAsync(Patience);
                Volatile.Write(ref acked, until);
            }
        }
        harness.Faults.BeforeSync = null;
        foreach (var (_, append) in inFlight)
        {
            await append.Durable.WaitAsync(Patience);
        }

        var between = 0;
        foreach (var image in images)
        {
            between += await CheckAsync(image, harness, calls, seed);
        }
        output.WriteLine($"{images.Count} images, {next} records, {between} kept unacknowledged");
    }

    private static void Watch(
        FasterHarness harness,
        Random random,
        List<Image> images,
        Func<int> acked
    )
    {
        var turn = new List<(int Segment, long Offset, byte[] Before)>();
        harness.Faults.BeforeWrite = (segment, offset, bytes) =>
        {
            var path = System.IO.Path.Join(harness.TopicPath("t"), $"{segment:D10}.log");
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite);
            var before = new byte[bytes];
            RandomAccess.Read(file, before, offset);
            turn.Add((segment, offset, before));
        };
        harness.Faults.BeforeSync = _ =>
        {
            if (turn.Count > 0 && random.Next(4) == 0)
            {
                // Taken before the copy: an acknowledgement after it may not be in it.
                images.Add(new Image(acked(), CopyWithLoss(harness, turn, random)));
            }
            turn.Clear();
        };
    }

    private static TempDirectory CopyWithLoss(
        FasterHarness harness,
        List<(int Segment, long Offset, byte[] Before)> turn,
        Random random
    )
    {
        var copy = new TempDirectory();
        foreach (var file in Directory.GetFiles(harness.Path, "*", SearchOption.AllDirectories))
        {
            Copy(file, System.IO.Path.Join(copy.Path, file[harness.Path.Length..]));
        }
        var keep = random.Next(101);
        foreach (var (segment, offset, before) in turn)
        {
            var path = System.IO.Path.Join(copy.Path, "topics", "t", $"{segment:D10}.log");
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
            for (var at = 0; at < before.Length; at += SectorBytes)
            {
                if (random.Next(100) >= keep)
                {
                    RandomAccess.Write(file, before.AsSpan(at, SectorBytes), offset + at);
                }
            }
        }
        return copy;
    }

    private static void Copy(string file, string target)
    {
        // Held by the process, or come and go while it runs.
        var name = System.IO.Path.GetFileName(file);
        if (name is "lock" or "spare" || name.EndsWith(".tmp", StringComparison.Ordinal))
        {
            return;
        }
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        using var source = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        using var written = File.Create(target);
        source.CopyTo(written);
    }

    /// <summary>Answers how many records there are that had not been acknowledged.</summary>
    private static async Task<int> CheckAsync(
        Image image,
        FasterHarness harness,
        List<int> calls,
        int seed
    )
    {
        using var directory = image.Directory;
        await using var engine = new FasterLogEngine(
            directory.Path,
            harness.Options,
            harness.Time,
            NullLogger<FasterLogEngine>.Instance
        );
        await engine.StartAsync(CancellationToken.None);
        var read = await engine.ReadAllAsync("t");

        // All that was acknowledged, in order, and after it only whole calls.
        var numbers = read.Select(r => int.Parse(r.Value.Split(':')[0])).Order().ToList();
        numbers.ShouldBe(Enumerable.Range(0, numbers.Count), $"seed {seed}");
        numbers.Count.ShouldBeGreaterThanOrEqualTo(image.Acked, $"seed {seed}");
        (numbers.Count == 0 || calls.Contains(numbers.Count)).ShouldBeTrue($"seed {seed}");
        foreach (var record in read)
        {
            var number = int.Parse(record.Value.Split(':')[0]);
            (record.Partition, record.Offset).ShouldBe((number % 3, number / 3), $"seed {seed}");
        }

        // It goes on as if nothing had been, and knows its request ids.
        var count = numbers.Count;
        if (count > 0)
        {
            var last = count - 1;
            var repeat = await engine.AppendAsync(
                "t",
                Record("again", last % 3, id: (UInt128)count)
            );
            repeat.ShouldBe([new AppendedPosition(last % 3, last / 3, Duplicate: true)]);
        }
        var fresh = await engine.AppendAsync("t", Record("new", count % 3, id: (UInt128)count + 1));
        fresh.ShouldBe([new AppendedPosition(count % 3, count / 3, Duplicate: false)]);
        return count - image.Acked;
    }

    private sealed record Image(int Acked, TempDirectory Directory);
}
