using Platform.ClickHouse.Native;

namespace Platform.ClickHouse.Tests.Codecs;

/// <summary>Blocks to bytes and back, through a stream that gives them out in pieces of any size.</summary>
internal static class Wire
{
    public static async Task<byte[]> WriteAsync(params Block[] blocks)
    {
        using var stream = new MemoryStream();
        using (var writer = new NativeWriter(stream))
        {
            foreach (var block in blocks)
            {
                await NativeBlocks.WriteAsync(writer, block, default);
            }
            await writer.FlushAsync(default);
        }
        return stream.ToArray();
    }

    public static async Task<List<Block>> ReadAsync(byte[] bytes, int pieces = int.MaxValue)
    {
        using var reader = new NativeReader(
            new PiecewiseStream(bytes, pieces),
            NativeLimits.Default
        );
        var blocks = new List<Block>();
        while (await NativeBlocks.ReadAsync(reader, default) is { } block)
        {
            blocks.Add(block);
        }
        return blocks;
    }

    public static async Task<Column> RoundTripAsync(Column column, int pieces = int.MaxValue)
    {
        var blocks = await ReadAsync(await WriteAsync(new Block(("c", column))), pieces);
        blocks.Count.ShouldBe(1);
        blocks[0].Names.ShouldBe(["c"]);
        return blocks[0][0];
    }

    public static object?[] ValuesOf(Column column)
    {
        var values = new object?[column.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column.GetValue(i);
        }
        return values;
    }

    private sealed class PiecewiseStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
