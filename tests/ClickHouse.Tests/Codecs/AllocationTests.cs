using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Tests.Codecs;

/// <summary>The path of ticks works on pooled buffers: what it allocates doesn't grow with the rows.</summary>
public sealed class AllocationTests
{
    private const int Rows = 65_536;

    [Fact]
    public async Task A_block_of_ticks_is_written_and_read_within_its_budget()
    {
        var block = Ticks();
        var bytes = await Wire.WriteAsync(block);
        var (writing, reading) = (long.MaxValue, long.MaxValue);
        // The least of several: pools fill up and the runtime compiles at first.
        for (var i = 0; i < 20; i++)
        {
            writing = Math.Min(writing, await MeasureAsync(() => WriteAsync(block)));
            reading = Math.Min(reading, await MeasureAsync(() => ReadAsync(bytes)));
        }
        writing.ShouldBeLessThan(8 * 1024);
        reading.ShouldBeLessThan(16 * 1024);
    }

    private static async Task WriteAsync(Block block)
    {
        using var writer = new NativeWriter(Stream.Null);
        await NativeBlocks.WriteAsync(writer, block, default);
        await writer.FlushAsync(default);
    }

    private static async Task ReadAsync(byte[] bytes)
    {
        using var reader = new NativeReader(new MemoryStream(bytes), NativeLimits.Default);
        using var block = await NativeBlocks.ReadAsync(reader, default);
        block.ShouldNotBeNull().RowCount.ShouldBe(Rows);
    }

    // Streams in memory complete at once, so all of it happens on this thread.
    private static async Task<long> MeasureAsync(Func<Task> run)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Block Ticks()
    {
        var indexes = Enumerable.Range(0, Rows).Select(i => i % 300).ToArray();
        var symbols = Enumerable.Range(0, 300).Select(i => $"SYM{i}").ToArray();
        return new(
            ("time", Column.Of<long>("DateTime64(6, 'UTC')", new long[Rows])),
            ("symbol", Column.LowCardinality(symbols, indexes)),
            ("bid", Column.Of<double>(new double[Rows])),
            ("ask", Column.Of<double>(new double[Rows])),
            ("volume", Column.Of<ulong>(new ulong[Rows])),
            ("spread", Column.Of<float>(new float[Rows])),
            ("primary_session", Column.Of<bool>(new bool[Rows])),
            ("last", Column.Nullable(new bool[Rows], Column.Of<double>(new double[Rows])))
        );
    }
}
